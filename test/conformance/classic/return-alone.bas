' 7.5.8, 7.4: RETURN without GOSUB is error 3 in a classic main program
' expect error: 3 line 6
' expect print: once
OPTION CLASSIC
GOSUB once
RETURN
once: PRINT "once": RETURN
