' 7.5.11, ECMA-55 5.2.2: the last line is END
' expect refused: BAS503 line 4
10 PRINT "NEVER"
20 PRINT "PRINTED"
