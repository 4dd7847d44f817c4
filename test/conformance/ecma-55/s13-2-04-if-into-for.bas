' 7.5.11, ECMA-55 13.2.4: no jump leads into a block from outside
' expect refused: BAS307 line 6
10 FOR I=1 TO 3
20 PRINT I
30 NEXT I
40 IF I=4 THEN 20
50 END
