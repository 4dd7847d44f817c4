' 7.5.10, ECMA-55 10.5.1: an exception inside a function is that of its reference
' expect warning: 11
' expect print:  INF 
10 DEF FNR(X)=1/X
20 PRINT FNR(0)
30 END
