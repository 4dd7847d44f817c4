' 7.5.3, ECMA-55 8.4.7: function references stand inside expressions
' expect print:  11  5 
10 PRINT 2*ABS(-5)+1;SQR(3^2+4^2)
20 END
