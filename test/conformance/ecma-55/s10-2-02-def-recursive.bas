' 7.5.11, ECMA-55 10.2.2: A function does not refer to itself
' expect refused: BAS509 line 3
10 DEF FNF(X)=X*FNF(X-1)
20 PRINT FNF(3)
30 END
