' 7.5.10, ECMA-55 8.5.2: overflow is reported and gives infinity with the sign of the result
' expect warning: 6 line 8
' expect warning: 6 line 9
' expect warning: 6 line 10
' expect warning: 6 line 11
' expect print:  INF -INF  INF -INF 
10 LET B=1E200
20 PRINT B*B;
30 PRINT -B*B;
40 PRINT B^2;
50 PRINT (-B)^3
60 END
