' 7.5.11, ECMA-55 10.2.4: A reference has the arguments of the definition
' expect refused: BAS303 line 4
10 DEF FNC=7
20 PRINT FNC(1)
30 END
