' 7.5.10, ECMA-55 12.5.2: RETURN without GOSUB is fatal
' expect error: 3 line 5
' expect print: BEFORE
10 PRINT "BEFORE"
20 RETURN
30 END
