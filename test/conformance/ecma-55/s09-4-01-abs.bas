' 7.5.3, ECMA-55 9.4.1: ABS is the number without its sign
' expect print:  3.5  3.5  0 
10 PRINT ABS(-3.5);ABS(3.5);ABS(0)
20 END
