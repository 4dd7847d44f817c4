' 7.5.9, ECMA-55 10.4.5: A function may refer to functions defined before it
' expect print:  17  625 
10 DEF FNA(X)=X^2
20 DEF FNB(Y)=FNA(Y)+1
30 PRINT FNB(4);FNA(FNA(5))
40 END
