' 7.5.8, ECMA-55 13.4.9: one variable may control blocks that follow each other
' expect print:  1  2  7  8 
10 FOR I=1 TO 2
20 PRINT I;
30 NEXT I
40 FOR I=7 TO 8
50 PRINT I;
60 NEXT I
70 END
