' 7.5.11, ECMA-55 10.2.3: A function is defined before it is used
' expect refused: BAS509 line 3
10 PRINT FNG(3)
20 END
