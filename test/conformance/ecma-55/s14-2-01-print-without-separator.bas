' 7.5.5, ECMA-55 14.2.1: two items have a separator between them
' expect refused: BAS201 line 3
10 PRINT "A" "B"
20 END
