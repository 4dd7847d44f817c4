' 7.5.10, ECMA-55 6.5.1: A constant that is too large is reported once; the run goes on with infinity
' expect warning: 6 line 4
' expect print: -INF 
10 LET X=-1E4000
20 PRINT X
30 END
