' 7.5.9, ECMA-55 18.4.3: OPTION BASE sets the lower bound of all arrays
' expect error: 9 line 7
' expect print:  7 
10 OPTION BASE 1
20 LET A(1)=7
30 PRINT A(1)
40 LET A(0)=1
50 END
