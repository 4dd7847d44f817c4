' 7.5.9, ECMA-55 10.4.5: A function may refer to functions defined before it
' expect print:  13 
10 DEF FNA(X)=X+1
20 DEF FNB(X)=FNA(2*X)+X
30 PRINT FNB(4)
40 END
