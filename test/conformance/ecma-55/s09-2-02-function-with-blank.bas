' 7.5.2, ECMA-55 9.2.2: blanks may stand before the parenthesis of a function
' expect print:  2  2 
10 PRINT SQR (4);SQR(4)
20 END
