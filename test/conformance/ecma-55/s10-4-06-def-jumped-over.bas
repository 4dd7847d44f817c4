' 7.5.9, ECMA-55 10.4.6: A DEF that is reached or jumped over has no effect on the flow
' expect print:  6 
10 GOTO 30
20 DEF FND(X)=X+X
30 PRINT FND(3)
40 END
