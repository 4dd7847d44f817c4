' 7.5.9, ECMA-55 7.4.3: an undeclared array has the subscripts 0 to 10
' expect print:  110  1000 
10 LET A(0)=10
20 LET A(10)=100
30 LET B(0,10)=999
40 LET B(10,0)=1
50 PRINT A(0)+A(10);B(0,10)+B(10,0)
60 END
