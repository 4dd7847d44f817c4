' 7.5.5, ECMA-55 14.2.1: two items have a separator between them
' expect refused: BAS201 line 4
10 LET X=1
20 PRINT X "ITEMS"
30 END
