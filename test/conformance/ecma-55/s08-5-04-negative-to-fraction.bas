' 7.5.10, ECMA-55 8.5.4: A negative number to a fraction is fatal
' expect error: 5 line 6
' expect print: BEFORE
10 LET X=-4
20 PRINT "BEFORE"
30 PRINT X^.5
40 END
