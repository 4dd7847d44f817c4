' 7.5.11, extension 11: line numbers go from 0 to 65529
' profile: ecma
' expect refused: BAS511 line 6
' expect refused: BAS511 line 7
' expect refused: BAS511 line 8
0 PRINT "ZERO"
10000 PRINT "LARGE"
65529 END
