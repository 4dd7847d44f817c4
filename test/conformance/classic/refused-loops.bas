' H-15, 7.5.8: NEXT names the variable of its FOR, and an inner loop has one of its own
' expect refused: BAS506 line 6
' expect refused: BAS506 line 8
OPTION CLASSIC
FOR i = 1 TO 3
NEXT j
FOR k = 1 TO 3
FOR k = 1 TO 2
NEXT k
NEXT k
