' 7.5.3, ECMA-55 8.5.6: the value of an exception goes on into the rest of the expression
' expect warning: 11 line 7
' expect warning: 11 line 8
' expect print:  0 
' expect print: -INF 
10 LET Z=0
20 PRINT 5/(1/Z)
30 PRINT 3-1/Z
40 END
