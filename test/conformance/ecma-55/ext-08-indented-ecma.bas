' 7.5.11, extension 8: lines may be indented
' profile: ecma
' expect refused: BAS511 line 5
10 FOR I=1 TO 2
  20 PRINT I;
30 NEXT I
40 END
