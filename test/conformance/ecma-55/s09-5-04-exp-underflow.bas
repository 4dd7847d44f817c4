' 7.5.10, ECMA-55 9.5.4: A function whose result is too small gives 0 without a report
' expect print:  0 
10 PRINT EXP(-1E5)
20 END
