' 7.5.3, ECMA-55 11.4.4: the expression is evaluated with the old value of the variable
' expect print:  6  4 
10 LET N=5
20 LET N=N+1
30 LET A(1)=2
40 LET A(A(1)-1)=A(1)*2
50 PRINT N;A(1)
60 END
