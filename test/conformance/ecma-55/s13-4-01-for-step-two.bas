' 7.5.8, ECMA-55 13.4.1: the block runs once for each value from the first to the limit
' expect print:  1  3  5 
10 FOR K=1 TO 6 STEP 2
20 PRINT K;
30 NEXT K
40 END
