' 7.5.11, ECMA-55 10.2.1: A function is defined once
' expect refused: BAS509 line 4
10 DEF FNA(X)=X
20 DEF FNA(X)=X+1
30 PRINT FNA(1)
40 END
