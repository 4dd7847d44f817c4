' 7.5.3, ECMA-55 9.4.10: SQR is the square root
' expect print:  3  1.4142136  0 
10 PRINT SQR(9);SQR(2);SQR(0)
20 END
