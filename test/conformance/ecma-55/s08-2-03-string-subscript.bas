' 7.5.1, ECMA-55 8.2.3: numbers and strings are not mixed in an expression
' expect refused: BAS505 line 3
10 PRINT A("1")
20 END
