' What happens when something has happened. Each block runs in a conversation of its own, without a person;
' its lines are in the list of runs (GET /api/v1/bots/agency/events).

' A booking was asked for: the caterer holds its kitchen free. The request carries a key, so it is taken once.
ON EVENT "booking.asked" DO
  order = WEBHOOK POST catering + "/hooks/catering" WITH { booking: data.code, guests: data.guests }
  IF order.ok THEN
    UPDATE "bookings" SET caterer = order.order WHERE code = data.code
  ELSE
    TALK "The caterer did not take ${data.code}: ${order.error}"
  END IF
END ON

' A line of one event, with a procedure.
ON "booking.cancelled" CALL DropTasks

' Every new booking changes what the front page of the agency shows.
ON INSERT OF "bookings"
  REFRESH "programme.bas"
END ON

' The office prints the programme whenever it is published: PUBLISH says so in programme.bas.
ON EVENT "publish" DO
  IF data.name = "programme" THEN SET BOT MEMORY "printed", NOW()
END ON

' Lists of guests come by mail, and lie in the drive afterwards.
ON EMAIL "guests@festa.example" SUBJECT "guest list"
  name = EXTRACT_AFTER(subject, "guest list ")
  WRITE "guest-lists/" + name + ".txt", body
END ON

' A list that is new in the drive, by mail or put there by a colleague, sets the number of guests.
ON CHANGE "guest-lists/" EVENTS ["create", "modify"]
  names = SPLIT(TRIM(READ path), "\n")
  code = REPLACE(file.name, ".txt", "")
  UPDATE "bookings" SET guests = COUNT(names) WHERE code = code
END ON

SUB DropTasks
  DELETE FROM "tasks" WHERE booking = data.code
END SUB
