' 7.5.8, ECMA-55 13.4.1: the block runs once for each value from the first to the limit
' expect print:  1  2  3  4 
10 FOR I=1 TO 4
20 PRINT I;
30 NEXT I
40 END
