' 7.5.10, ECMA-55 9.5.3: A function whose result is too large is reported and gives infinity
' expect warning: 6 line 4
' expect print:  INF 
10 PRINT EXP(1E5)
20 END
