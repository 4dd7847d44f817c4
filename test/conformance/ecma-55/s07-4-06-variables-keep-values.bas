' 7.5.8, ECMA-55 7.4.6: A variable keeps its value until it is assigned again
' expect print:  1  5 
' expect print:  2  5 
10 LET K=5
20 LET N=N+1
30 PRINT N;K
40 IF N<2 THEN 20
50 END
