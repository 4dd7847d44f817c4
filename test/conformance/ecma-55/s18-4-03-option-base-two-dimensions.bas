' 7.5.9, ECMA-55 18.4.3: OPTION BASE sets the lower bound of all arrays
' expect error: 9 line 8
' expect print:  9 
10 OPTION BASE 1
20 DIM M(2,2)
30 LET M(1,2)=9
35 PRINT M(1,2)
40 LET M(1,0)=1
50 END
