' 7.5.8, ECMA-55 13.4.4: after the loop the variable has the first value not used
' expect print:  4 -1  7 
10 FOR I=1 TO 3
20 NEXT I
30 FOR J=3 TO 0 STEP -1
40 NEXT J
50 FOR K=1 TO 6 STEP 3
60 NEXT K
70 PRINT I;J;K
80 END
