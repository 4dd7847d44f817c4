' 7.5.11, ECMA-55 8.2.3: numbers and strings are not mixed in an expression
' expect refused: BAS505 line 3
10 PRINT 1+"2"
20 END
