' 7.5.8, ECMA-55 13.4.6: the variable may be changed inside the block
' expect print:  1  4  7  10 
10 FOR I=1 TO 9
20 PRINT I;
30 LET I=I+2
40 NEXT I
50 PRINT I
60 END
