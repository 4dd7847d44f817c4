' 7.5.8, ECMA-55 13.4.5: limit and step are evaluated once, before the first round
' expect print:  1  2  3 
' expect print:  10  5 
10 LET N=3
20 LET S=1
30 FOR I=1 TO N STEP S
40 PRINT I;
50 LET N=10
60 LET S=5
70 NEXT I
80 PRINT
90 PRINT N;S
100 END
