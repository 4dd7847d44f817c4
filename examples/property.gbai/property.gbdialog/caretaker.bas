' For the caretaker: the open repairs, and the end of one.
DO
  HEAR wish AS "Open repairs", "Parts ordered", "Done", "Close" WITH "Caretaker: what now?"
  SELECT CASE wish
    CASE "Open repairs"
      open = FIND "repairs" WHERE state <> "done" ORDER BY number
      flats = GROUP BY open, "flat"
      FOR EACH door IN KEYS(flats)
        TALK "Flat ${door}: ${COUNT(flats[door])}"
      NEXT
      FOR EACH one IN open
        TALK "${one.number}, ${one.flat}: ${one.what}"
        IF one.photo <> "" THEN SEND FILE one.photo, "Photo of ${one.number}"
      NEXT
    CASE "Parts ordered"
      SET "repairs", "state=open", "state=ordered"
      TALK "Noted for all that were open."
    CASE "Done"
      HEAR number AS INTEGER WITH "Which number?"
      changed = UPDATE "repairs" SET state = "done" WHERE number = number
      IF changed = 1 THEN PUBLISH EVENT "repair.done", {number: number}
      TALK "${changed} marked as done."
  END SELECT
LOOP UNTIL wish = "Close"
TALK "Thank you."
