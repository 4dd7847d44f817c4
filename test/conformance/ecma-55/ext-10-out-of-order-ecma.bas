' 7.5.11, extension 10: lines may stand out of order
' profile: ecma
' expect refused: BAS511 line 6
10 PRINT "ONE"
30 PRINT "THREE"
20 PRINT "TWO"
40 END
