' 7.5.3, ECMA-55 11.2.2: the left side is a variable
' expect refused: BAS201 line 3
10 LET 5=X
20 END
