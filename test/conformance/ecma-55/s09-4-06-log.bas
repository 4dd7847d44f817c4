' 7.5.3, ECMA-55 9.4.6: LOG is the natural logarithm
' expect print:  0  1  2.3025851 
10 PRINT LOG(1);LOG(EXP(1));LOG(10)
20 END
