' 7.5.4, ECMA-55 14.5.2: infinity is printed
' expect warning: 11 line 4
' expect print:  INF -INF 
10 LET I=1/0
20 PRINT I;-I
30 END
