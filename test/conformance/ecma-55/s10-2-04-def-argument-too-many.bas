' 7.5.11, ECMA-55 10.2.4: A reference has the arguments of the definition
' expect refused: BAS303 line 4
10 DEF FNA(X)=X
20 PRINT FNA(1,2)
30 END
