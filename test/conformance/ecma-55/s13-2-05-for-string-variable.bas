' 7.5.8, ECMA-55 13.2.5: the variable of a block is a simple numeric one
' expect refused: BAS505 line 3
10 FOR A$=1 TO 2
20 NEXT A$
30 END
