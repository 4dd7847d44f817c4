' For the control room: figures of all depots, files of the drive, the end of a month.
DO
  HEAR wish AS "Start up", "Depots", "Table", "Dear ones", "Files", "End of month", "Close" WITH "Control room: what now?"
  SELECT CASE wish
    CASE "Start up"
      ' The file is noticed by intake.bas, as one from a depot would be.
      COPY "logistics.gbdata/parcels.csv" TO "inbox/start.csv"
      TALK "The first parcels are on their way into the table."
    CASE "Depots"
      CALL Depots
    CASE "Table"
      rows = QUERY "SELECT depot, state, COUNT(*) AS n FROM parcels GROUP BY depot, state ORDER BY depot, state"
      FOR EACH line IN PIVOT rows, "depot", "state", "n"
        TALK JSON(line)
      NEXT
    CASE "Dear ones"
      FOR EACH one IN FIND "parcels" WHERE price > 6 ORDER BY price DESC LIMIT 3
        TALK "${one.number}: ${FORMAT(one.price, "0.00")} €"
      NEXT
    CASE "Files"
      CALL Files
    CASE "End of month"
      CALL EndOfMonth
  END SELECT
LOOP UNTIL wish = "Close"
TALK "The control room is closed."

SUB Depots
  sums = SELECT depot, COUNT(*) AS parcels, SUM(weight) AS kg FROM parcels GROUP BY depot ORDER BY depot
  FOR EACH one IN sums
    TALK "${one.depot}: ${one.parcels} parcels, ${FORMAT(one.kg, "0.00")} kg"
  NEXT
  heavy = SORT sums BY kg DESC
  IF COUNT(heavy) > 0 THEN TALK "The heaviest load lies in ${heavy[0].depot}."
END SUB

SUB Files
  FOR EACH folder IN ["inbox", "archive", "months"]
    TALK "${folder}: ${COUNT(DIR folder)} files, ${FOLDER_SIZE(folder)} bytes"
  NEXT
END SUB

' Delivered parcels leave the table, 500 at a time: a file of them goes into an archive, which is looked at before any row
' is deleted, and only rows that are in it are.
SUB EndOfMonth
  gone = FIND "parcels" WHERE state = "delivered" ORDER BY number LIMIT 500
  IF NOT gone THEN
    TALK "Nothing was delivered."
    RETURN
  END IF
  archive = "months/to-${gone[COUNT(gone) - 1].number}.zip"
  EXPORT gone, "months/delivered.csv"
  COMPRESS "months/delivered.csv", archive
  EXTRACT archive, "check"
  numbers = []
  FOR EACH one IN IMPORT "check/delivered.csv"
    numbers.push(one.number)
  NEXT
  deleted = DELETE FROM "parcels" WHERE number IN numbers AND state = "delivered"
  TALK "${deleted} of ${COUNT(gone)} parcels moved to ${archive}."
  DELETE FILE "check/delivered.csv"
  DELETE FILE "months/delivered.csv"
END SUB
