' 7.5.3, ECMA-55 8.4.1: involution comes before multiplication and division, and these before addition and subtraction
' expect print:  7  18  14  4.5 
10 PRINT 1+2*3;2*3^2;20-2*3;5-1/2
20 END
