' 7.5.8, ECMA-55 13.4.8: blocks nest
' expect print:  1  2  2  3  3  3 
10 FOR N=1 TO 3
20 FOR K=1 TO N
30 PRINT N;
40 NEXT K
50 NEXT N
60 END
