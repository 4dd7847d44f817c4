' 7.5.11: procedures and functions get exactly the operands that they take
' expect refused: BAS303 line 7
' expect refused: BAS303 line 7
' expect refused: BAS303 line 8
' expect refused: BAS505 line 9
OPTION CLASSIC
PRINT SQR(1, 2); INT()
Greet "Ann", 5
PRINT Twice("x")
SUB Greet (who$)
END SUB
FUNCTION Twice (n)
END FUNCTION
