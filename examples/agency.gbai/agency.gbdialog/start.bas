' -----------------------------------------------------------------------------
' Festa plans parties. A booking waits in this conversation until its deposit is
' paid, for an hour or a day: WAIT FOR EVENT holds nothing in memory meanwhile.
' What follows from a booking happens elsewhere: see handlers.bas.
' -----------------------------------------------------------------------------

TALK "**Festa** plans your party, from the hall to the last balloon. 🎈"

DO
  HEAR wish AS "Plan a party", "My booking", "Cancel a booking", "That is all"
  SELECT CASE wish
    CASE "Plan a party"
      CALL PlanParty
    CASE "My booking"
      HEAR code AS TEXT WITH "What is the code of your booking?"
      CALL ShowBooking(code)
    CASE "Cancel a booking"
      HEAR code AS TEXT WITH "Which code?"
      CALL CancelBooking(code)
  END SELECT
LOOP UNTIL wish = "That is all"
TALK "Until the music plays!"

SUB PlanParty
  HEAR occasion AS TEXT WITH "What is the occasion?"
  HEAR day AS DATE WITH "On which day? (YYYY-MM-DD)"
  HEAR guests AS INTEGER WITH "How many guests?"
  IF guests < 1 OR guests > 500 THEN
    TALK "Our halls take 1 to 500 guests."
    RETURN
  END IF

  ' Numbers go up by one for all conversations. The table's KEY would refuse a code that is there.
  number = NVL(GET BOT MEMORY "bookings", 0) + 1
  SET BOT MEMORY "bookings", number
  code = "F-" + FORMAT(number, "000")
  SAVE "bookings", { code: code, occasion: occasion, day: day, guests: guests }

  ' The cashier gets the amount and answers later, by the webhook in deposit-paid.bas.
  deposit = guests * deposit_per_guest
  PUBLISH EVENT "booking.asked", { code: code, guests: guests, deposit: deposit }
  TALK "Your code is ${code}. Please pay the deposit of ${deposit} €; I wait here, and you may close the window."

  ' The event names its booking, so that this conversation hears of its own one only.
  paid = WAIT FOR EVENT "deposit.paid." + code TIMEOUT deposit_seconds
  IF paid IS NULL THEN
    TALK "The deposit has not come, so the day is free again. Ask me any time."
    UPDATE "bookings" SET state = "expired" WHERE code = code
    RETURN
  END IF
  TALK "Thank you! ${paid.amount} € have come, and ${occasion} is booked."
  TRIGGER "checklist", code
END SUB

SUB ShowBooking(wanted)
  booking = FIND "bookings", "code", wanted
  IF NOT booking THEN
    TALK "I know no booking ${wanted}."
    RETURN
  END IF
  SHOW CARD { title: booking.occasion, fields: { Code: booking.code, Guests: booking.guests, State: booking.state, Caterer: NVL(booking.caterer, "not yet") } }
  open = FIND "tasks", "booking", wanted
  SHOW LIST open, { title: "What we do", columns: { what: "Task", done: "Done" }, empty: "Nothing to do yet." }
END SUB

SUB CancelBooking(wanted)
  booking = FIND "bookings", "code", wanted
  IF NOT booking THEN
    TALK "I know no booking ${wanted}."
    RETURN
  END IF
  UPDATE "bookings" SET state = "cancelled" WHERE code = wanted
  PUBLISH EVENT "booking.cancelled", { code: wanted }
  TALK "It is cancelled. The deposit comes back within a week."
END SUB
