' 7.5.7: DATA is collected in line order before the run; RESTORE begins again
' expect print: Ann 34 
' expect print: Bob 41 
' expect print: Ann
OPTION CLASSIC
FOR i = 1 TO 2
  READ who$, age
  PRINT who$; age
NEXT i
RESTORE
READ who$
PRINT who$
DATA Ann, 34, Bob
DATA 41
