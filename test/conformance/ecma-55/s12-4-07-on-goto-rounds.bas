' 7.5.8, ECMA-55 12.4.7: ON picks the line by the rounded value
' expect print: FIRST
' expect print: SECOND
10 ON .5 GOTO 40,30
20 STOP
30 STOP
40 PRINT "FIRST"
50 ON 1.5 GO TO 20,60
60 PRINT "SECOND"
70 END
