' 7.5.8, ECMA-55 12.4.10: A subroutine may be left by GOTO and need not be entered at its first line
' expect print: LONG
' expect print: SHORT
' expect print: SHORT
10 GOSUB 50
20 GOSUB 60
30 GOTO 80
50 PRINT "LONG"
60 PRINT "SHORT"
70 RETURN
80 END
