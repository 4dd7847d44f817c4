' 7.1, extension 15: functions and operators that Minimal BASIC lacks
' expect print: BOTH
' expect print: NOT THE SECOND
10 LET N=5
20 IF N>1 AND N<9 THEN 40
30 STOP
40 PRINT "BOTH"
50 IF NOT N=6 THEN 70
60 STOP
70 PRINT "NOT THE SECOND"
80 END
