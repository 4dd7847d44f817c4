' 7.5.11, ECMA-55 5.4.6: line numbers are unique
' expect refused: BAS501 line 5
10 PRINT "ONE"
20 PRINT "TWO"
20 PRINT "TWO AGAIN"
30 END
