' 7.5.9, ECMA-55 18.4.3: OPTION BASE sets the lower bound of all arrays
' expect print:  5 
10 OPTION BASE 0
20 DIM A(3)
30 LET A(0)=5
40 PRINT A(0)
50 END
