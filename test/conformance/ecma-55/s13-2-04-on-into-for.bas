' 7.5.11, ECMA-55 13.2.4: no jump leads into a block from outside
' expect refused: BAS307 line 3
10 ON 1 GOTO 40,30
20 FOR I=1 TO 3
30 PRINT I
35 NEXT I
40 END
