' The reception of a clinic: books, moves and cancels appointments, and answers from the leaflets.
' clinic comes from config.csv; the tables are declared in tables.bas.
USE KB "advice"
booked = GET BOT MEMORY "booked"
IF booked = NULL THEN booked = 0
TALK "Welcome to **${clinic}**. ${booked} appointments were booked here so far."

DO
  HEAR wish AS "Book", "Move", "Cancel", "Ask", "Goodbye" WITH "What can I do for you?"
  SELECT CASE wish
    CASE "Book"
      CALL BookVisit
    CASE "Move"
      CALL MoveVisit
    CASE "Cancel"
      CALL CancelVisit
    CASE "Ask"
      CALL AskLeaflets
  END SELECT
LOOP UNTIL wish = "Goodbye"
TALK "Get well soon."

SUB BookVisit
  doctors = FIND "doctors.csv"
  fields = []
  FOR EACH one IN doctors
    fields.push(one.field)
  NEXT
  HEAR field AS fields WITH "Which field?"
  doctor = FIND "doctors.csv", "field", field
  HEAR day AS DATE WITH "On which day? We are there from Monday to Friday."
  IF WEEKDAY(day) = 1 OR WEEKDAY(day) = 7 THEN
    TALK "We are closed at weekends."
    RETURN
  END IF
  taken = FIND "appointments" WHERE doctor = doctor.name AND day = day
  free = []
  FOR EACH slot IN ["09:00", "10:00", "11:00", "14:00", "15:00"]
    IF COUNT(FILTER taken, "hour = '${slot}'") = 0 THEN free.push(slot)
  NEXT
  IF COUNT(free) = 0 THEN
    TALK "${doctor.name} has no time on that day."
    RETURN
  END IF
  HEAR hour AS free WITH "${doctor.name} has time at:"
  HEAR patient AS NAME WITH "Your name?"
  HEAR phone AS MOBILE WITH "A telephone number?"

  code = INT(RND() * 900000) + 100000
  done = INSERT INTO "appointments" WITH code = code, doctor = doctor.name, day = day, hour = hour, patient = patient, phone = phone
  IF NOT done.success THEN
    TALK "Somebody was quicker: that hour is taken now."
    RETURN
  END IF
  TALK "Booked: ${doctor.name}, room ${doctor.room}, ${FORMAT(day, "dd/MM/yyyy")} at ${hour}. Your code is **${code}**."
  TRY
    ' Only people whom a channel has verified have files of their own.
    SAVE USER DRIVE "appointments/${code}.txt", "${doctor.name}, ${FORMAT(day, "dd/MM/yyyy")} ${hour}"
  CATCH e
    IF e.number <> 70 THEN THROW e
    TALK "Please note the code: I will ask for it."
  END TRY
END SUB

SUB MoveVisit
  HEAR code AS INTEGER WITH "The code of your appointment?"
  mine = FIND "appointments" WHERE code = code
  IF NOT mine THEN
    TALK "I know no appointment ${code}."
    RETURN
  END IF
  HEAR hour AS "09:00", "10:00", "11:00", "14:00", "15:00" WITH "At which hour of the same day?"
  TRY
    UPDATE "appointments" SET hour = hour, state = "moved" WHERE code = code
    TALK "Moved to ${hour}."
  CATCH e
    TALK "That hour is taken."
  END TRY
END SUB

SUB CancelVisit
  HEAR code AS INTEGER WITH "The code of your appointment?"
  gone = DELETE FROM "appointments" WHERE code = code
  IF gone = 1 THEN TALK "It is cancelled." ELSE TALK "I know no appointment ${code}."
END SUB

' Answers with the passage and where it stands.
SUB AskLeaflets
  HEAR question AS TEXT WITH "What would you like to know?"
  found = THINK KB question, {limit: 1}
  IF found.total_results = 0 THEN
    TALK "Our leaflets do not say. Please call us."
    RETURN
  END IF
  best = found.results[0]
  TALK best.content
  TALK "*${best.title}, ${best.heading}*"
END SUB
