' 7.5.11, ECMA-55 10.2.5: A definition has at most one parameter, a numeric one
' expect refused: BAS509 line 3
10 DEF FNA(X,Y)=X+Y
20 PRINT "NEVER"
30 END
