' 7.5.8, ECMA-55 13.4.5: limit and step are evaluated once, before the first round
' expect print:  3  6 
10 LET I=3
20 FOR I=I TO 2*I STEP I
30 PRINT I;
40 NEXT I
50 END
