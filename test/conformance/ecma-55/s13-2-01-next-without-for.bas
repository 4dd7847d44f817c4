' 7.5.11, ECMA-55 13.2.1: every FOR has its NEXT and every NEXT its FOR
' expect refused: BAS205 line 4
10 PRINT "A"
20 NEXT I
30 END
