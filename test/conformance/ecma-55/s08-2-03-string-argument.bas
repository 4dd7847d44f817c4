' 7.5.11, ECMA-55 8.2.3: numbers and strings are not mixed in an expression
' expect refused: BAS505 line 4
10 LET A$="4"
20 PRINT SQR(A$)
30 END
