' 7.2: WHILE, DO, SELECT CASE and EXIT work as in the dialect, on numbers
' expect print: onetwomany
' expect print:  7  4 
OPTION CLASSIC
WHILE n < 3
  n = n + 1
  SELECT CASE n
    CASE 1: PRINT "one";
    CASE IS > 2: PRINT "many"
    CASE ELSE: PRINT "two";
  END SELECT
WEND
DO UNTIL n = 10
  n = n + 1
  IF n = 7 THEN EXIT DO
LOOP
FOR k = 1 TO 9
  IF k = 4 THEN EXIT FOR
NEXT
PRINT n; k
