' 7.5.11, ECMA-55 13.2.4: no jump leads into a block from outside
' expect refused: BAS307 line 3
10 GOSUB 30
20 FOR I=1 TO 2
30 PRINT I
40 NEXT I
50 RETURN
60 END
