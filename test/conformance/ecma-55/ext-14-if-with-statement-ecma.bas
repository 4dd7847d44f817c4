' 7.2, extension 14: statements that Minimal BASIC lacks
' profile: ecma
' expect refused: BAS511 line 6
' expect refused: BAS511 line 7
10 LET N=12
20 IF N>10 THEN PRINT "BIG"
30 IF N>20 THEN PRINT "HUGE" ELSE PRINT "SMALL"
40 END
