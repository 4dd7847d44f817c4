' 7.5.3, ECMA-55 11.4.1: LET gives a variable the value of an expression
' expect print:  12  13 
10 LET X=3*4
20 LET Y1=X+1
30 PRINT X;Y1
40 END
