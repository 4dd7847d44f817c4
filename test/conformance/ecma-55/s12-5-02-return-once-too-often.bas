' 7.5.10, ECMA-55 12.5.2: RETURN without GOSUB is fatal
' expect error: 3 line 9
' expect print: IN
' expect print: OUT
10 GOSUB 30
20 PRINT "OUT"
25 GOTO 40
30 PRINT "IN"
40 RETURN
50 END
