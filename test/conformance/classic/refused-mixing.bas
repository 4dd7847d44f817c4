' 7.5.1, 7.5.11: every statement that mixes number and text is reported
' expect refused: BAS505 line 9
' expect refused: BAS505 line 10
' expect refused: BAS505 line 11
' expect refused: BAS505 line 12
' expect refused: BAS505 line 13
' expect refused: BAS505 line 13
OPTION CLASSIC
total = "12"
name$ = 5
IF name$ = 5 THEN PRINT "no"
PRINT LEN("a") + "b"
PRINT SQR("4"); LEFT$(5, 1)
