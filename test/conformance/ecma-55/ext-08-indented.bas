' 7.5.11, extension 8: lines may be indented
' expect print:  1  2 
10 FOR I=1 TO 2
  20 PRINT I;
30 NEXT I
40 END
