' 7.5.5, program 11: pascal's triangle, centred
' expect print:                     1 
' expect print:                   1  1 
' expect print:                 1  2  1 
' expect print:               1  3  3  1 
' expect print:             1  4  6  4  1 
10 DIM P(5)
20 FOR N=0 TO 4
30 LET P(N)=1
40 FOR K=N-1 TO 1 STEP -1
50 LET P(K)=P(K)+P(K-1)
60 NEXT K
70 PRINT TAB(20-2*N);
80 FOR K=0 TO N
90 PRINT P(K);
100 NEXT K
110 PRINT
120 NEXT N
130 END
