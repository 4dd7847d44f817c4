' 7.5.11, extension 12: statements may do without line numbers
' profile: ecma
' expect refused: BAS511 line 5
' expect refused: BAS511 line 6
LET A=3
PRINT A
10 END
