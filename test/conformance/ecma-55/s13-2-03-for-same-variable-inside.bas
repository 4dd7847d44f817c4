' 7.5.11, ECMA-55 13.2.3: an inner block has another variable
' expect refused: BAS506 line 4
10 FOR I=1 TO 3
20 FOR I=5 TO 6
30 PRINT I
40 NEXT I
50 NEXT I
60 END
