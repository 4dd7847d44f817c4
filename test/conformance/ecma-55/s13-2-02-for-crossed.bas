' 7.5.11, ECMA-55 13.2.2: blocks do not cross
' expect refused: BAS506 line 7
' expect refused: BAS506 line 8
10 FOR I=1 TO 3
20 FOR J=1 TO 3
30 PRINT I,J
40 NEXT I
50 NEXT J
60 END
