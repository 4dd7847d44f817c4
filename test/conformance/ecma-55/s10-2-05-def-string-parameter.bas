' 7.5.9, ECMA-55 10.2.5: A definition has at most one parameter, a numeric one
' expect refused: BAS509 line 3
10 DEF FNL(S$)=1
30 END
