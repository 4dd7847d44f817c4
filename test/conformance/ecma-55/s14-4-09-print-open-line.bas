' 7.5.5, ECMA-55 14.4.9: A separator at the end keeps the line open
' expect print: ONE TWO
' expect print: A               B
10 PRINT "ONE ";
20 PRINT "TWO"
30 PRINT "A",
40 PRINT "B"
50 END
