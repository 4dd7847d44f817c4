' 7.5.10, ECMA-55 8.5.3: underflow gives 0 without a report
' expect print:  0  0 
10 LET S=1E-200
20 PRINT S*S;S^2
30 END
