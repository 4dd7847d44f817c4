' 7.5.10, ECMA-55 8.5.1: division by zero is reported and gives infinity with the sign of the dividend
' expect warning: 11 line 9
' expect warning: 11 line 10
' expect warning: 11 line 11
' expect print:  INF 
' expect print: -INF 
' expect print:  INF 
10 LET Z=0
20 PRINT 7/Z
30 PRINT -7/Z
40 PRINT Z/Z
50 END
