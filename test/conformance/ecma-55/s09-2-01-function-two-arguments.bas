' 7.5.11, ECMA-55 9.2.1: A function has exactly its arguments
' expect refused: BAS303 line 3
10 PRINT SIN(1,2)
20 END
