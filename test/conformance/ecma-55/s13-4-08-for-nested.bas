' 7.5.8, ECMA-55 13.4.8: blocks nest
' expect print:  1  1 
' expect print:  1  2 
' expect print:  2  1 
' expect print:  2  2 
10 FOR I=1 TO 2
20 FOR J=1 TO 2
30 PRINT I;J
40 NEXT J
50 NEXT I
60 END
