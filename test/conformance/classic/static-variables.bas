' 7.2: STATIC variables and those of a SUB ... STATIC keep their values from call to call
' expect print:  1  1  10 
' expect print:  2  1  20 
' expect print:  3  1  30 
OPTION CLASSIC
FOR i = 1 TO 3: Visit: Knock: NEXT i
SUB Visit
  STATIC visits
  visits = visits + 1: fresh = fresh + 1
  PRINT visits; fresh;
END SUB
SUB Knock STATIC
  knocks = knocks + 10
  PRINT knocks
END SUB
