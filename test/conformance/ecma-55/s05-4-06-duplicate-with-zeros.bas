' 7.5.2, ECMA-55 5.4.6: line numbers are unique
' expect refused: BAS501 line 5
10 PRINT "ONE"
20 PRINT "TWO"
0020 PRINT "THE SAME NUMBER"
30 END
