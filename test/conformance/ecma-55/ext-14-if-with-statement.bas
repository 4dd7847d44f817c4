' 7.2, extension 14: statements that Minimal BASIC lacks
' expect print: BIG
' expect print: SMALL
10 LET N=12
20 IF N>10 THEN PRINT "BIG"
30 IF N>20 THEN PRINT "HUGE" ELSE PRINT "SMALL"
40 END
