' 7.5.3, ECMA-55 6.4.2: at least six significant digits are kept
' expect print:  1.23456 
' expect print:  .123456 
' expect print:  123456 
' expect print:  1 
10 PRINT 1.23456
20 PRINT 0.123456
30 PRINT 123456
40 PRINT 1000001-1000000
50 END
