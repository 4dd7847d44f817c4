' 7.5.8, ECMA-55 12.4.8: GOSUB remembers where to go on, RETURN goes there
' expect print: BODY
' expect print: BACK
' expect print: BODY
' expect print: AGAIN
10 GOSUB 60
20 PRINT "BACK"
30 GOSUB 60
40 PRINT "AGAIN"
50 STOP
60 PRINT "BODY"
70 RETURN
80 END
