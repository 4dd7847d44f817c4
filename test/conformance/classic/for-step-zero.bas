' 7.5.8: STEP 0 does not end by itself
' expect print:  4  9 
OPTION CLASSIC
pace = 0
FOR mile = 9 TO 1 STEP pace
  laps = laps + 1
  IF laps = 4 THEN GOTO out
NEXT mile
out: PRINT laps; mile
