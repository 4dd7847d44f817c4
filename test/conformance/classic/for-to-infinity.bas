' 7.5.8, 7.5.10: a step out of the numbers is a warning, and the loop ends with infinity
' expect warning: 6 line 6
' expect print:  9.E+307 
' expect print:  INF 
OPTION CLASSIC
FOR distance = 9E307 TO 1.7E308 STEP 9E307
  PRINT distance
NEXT distance
PRINT distance
