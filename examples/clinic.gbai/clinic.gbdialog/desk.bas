' For the people at the desk: the day's list, a search, reminders. "basalt run" or the console starts it by its name.
DO
  HEAR wish AS "Search", "Names", "Latest", "Reminders", "Confirmation", "Close" WITH "Desk: what now?"
  SELECT CASE wish
    CASE "Search"
      HEAR words AS TEXT WITH "Which words?"
      FOR EACH hit IN SEARCH "appointments", words, 5
        TALK "${hit.code}: ${hit.patient}, ${hit.doctor}, ${hit.hour}"
      NEXT
    CASE "Names"
      HEAR typed AS TEXT WITH "The name begins with?"
      TALK "Patients: " + JOIN(AUTOCOMPLETE("appointments", "patient", typed, 5), ", ")
    CASE "Latest"
      newest = GET LAST "appointments"
      TALK "The last one to book was ${newest.patient}."
    CASE "Reminders"
      CALL Remind
    CASE "Confirmation"
      CALL Confirm
  END SELECT
LOOP UNTIL wish = "Close"
TALK "The desk is closed."

' A file with a line for each appointment of a day; whoever sends the messages takes it from the drive.
SUB Remind
  HEAR day AS DATE WITH "For which day?"
  rows = FIND "appointments" WHERE day = day ORDER BY hour
  texts = FILL rows, {to: "{{phone}}", text: "Dear {{patient}}, you see {{doctor}} at {{hour}}."}
  path = "reminders/" + FORMAT(day, "yyyy-MM-dd") + ".csv"
  IF FILE_EXISTS(path) THEN DELETE FILE path
  WRITE path, texts
  TALK READ path
  FOR EACH file IN LIST "reminders/" FILTER "*.csv"
    TALK "On the drive: ${file}"
  NEXT
END SUB

' A letter for the employer, from a Word file of the package.
SUB Confirm
  HEAR code AS INTEGER WITH "Which code?"
  visit = FIND "appointments" WHERE code = code
  IF NOT visit THEN
    TALK "There is no such appointment."
    RETURN
  END IF
  letter = FILL "confirmation.docx", {patient: visit.patient, doctor: visit.doctor, hour: visit.hour, clinic: clinic} TO "letters/${code}.docx"
  SEND FILE letter, "The confirmation for ${visit.patient}"
END SUB
