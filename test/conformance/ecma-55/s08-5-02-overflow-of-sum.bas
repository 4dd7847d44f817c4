' 7.5.10, ECMA-55 8.5.2: overflow is reported and gives infinity with the sign of the result
' expect warning: 6 line 6
' expect warning: 6 line 7
' expect print:  INF -INF 
10 LET H=1.7E308
20 PRINT H+H;
30 PRINT -H-H
40 END
