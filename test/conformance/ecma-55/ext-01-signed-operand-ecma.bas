' 7.5.11, extension 1: A signed operand may follow an operator
' profile: ecma
' expect refused: BAS511 line 6
' expect refused: BAS511 line 7
' expect refused: BAS511 line 8
10 PRINT 4^-2
20 PRINT 2*-3
30 PRINT 1+-3
40 END
