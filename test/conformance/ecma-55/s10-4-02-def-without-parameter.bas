' 7.5.9, ECMA-55 10.4.2: A function without a parameter gives its expression
' expect print:  3.14159 
' expect print:  6.28318 
10 DEF FNP=3.14159
20 PRINT FNP
30 PRINT 2*FNP
40 END
