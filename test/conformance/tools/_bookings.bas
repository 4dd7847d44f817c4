REM ==========================================
REM CREATE BOOKING KEYWORD - Book a visit
REM ==========================================
PARAM name AS STRING LIKE "Ann" DESCRIPTION "Who comes"
PARAM day AS STRING
DESCRIPTION "Books a visit"
place = Room(day)
RETURN name & " comes on " & day & " to " & place

REM CANCEL BOOKING KEYWORD - Cancel a visit
PARAM number AS INTEGER
DESCRIPTION "Cancels a visit"
IF number < 1 THEN
  RETURN "no such booking"
END IF
RETURN "booking " & number & " is gone"

DESCRIPTION "Lists the visits"
PARAM limit AS INTEGER DEFAULT 2
list = []
FOR i = 1 TO limit
  list.PUSH(i)
NEXT
RETURN list

FUNCTION Room(d)
  IF d = "Monday" THEN RETURN "the hall"
  RETURN "the office of " & name
END FUNCTION
' section: 4.3
