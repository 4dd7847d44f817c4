' 7.5.8, ECMA-55 12.4.1: GOTO goes on at its line
' expect print: ONE
' expect print: THREE
' expect print: TWO
10 PRINT "ONE"
20 GOTO 50
30 PRINT "TWO"
40 STOP
50 PRINT "THREE"
60 GOTO 30
70 END
