' 7.5.11, ECMA-55 6.5.3: A quote cannot stand inside a string constant
' expect refused: BAS101 line 3
10 PRINT "OPEN
20 END
