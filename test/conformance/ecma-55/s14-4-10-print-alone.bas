' 7.5.5, ECMA-55 14.4.10: PRINT alone ends a line
' expect print: A
' expect print:
' expect print: B
' expect print: C
10 PRINT "A"
20 PRINT
30 PRINT "B";
40 PRINT
50 PRINT "C"
60 END
