' 7.5.9, ECMA-55 10.4.3: the parameter is the function's own: a variable of that name keeps its value
' expect print:  25  2 
10 LET X1=2
20 DEF FNQ(X1)=X1^2
30 PRINT FNQ(5);X1
40 END
