' 7.5.9, ECMA-55 10.4.1: A function with a parameter gives its expression for the argument
' expect print:  9  20.25 
10 DEF FNS(X)=X*X
20 PRINT FNS(3);FNS(4.5)
30 END
