' 7.5.9, ECMA-55 10.4.3: the parameter is the function's own: a variable of that name keeps its value
' expect print:  100  7 
10 LET X=7
20 DEF FNH(X)=X*10
30 PRINT FNH(10);X
40 END
