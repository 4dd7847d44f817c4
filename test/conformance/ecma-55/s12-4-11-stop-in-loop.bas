' 7.5.8, ECMA-55 12.4.11: STOP ends the run wherever it stands
' expect print:  1  2  3 
10 FOR I=1 TO 10
20 PRINT I;
30 IF I<3 THEN 50
40 STOP
50 NEXT I
60 END
