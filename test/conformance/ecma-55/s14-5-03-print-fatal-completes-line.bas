' 7.5.5, ECMA-55 14.5.3: reports do not disturb the line
' expect error: 5 line 5
' expect print: ROOT:
10 PRINT "ROOT:";
20 PRINT SQR(-4)
30 END
