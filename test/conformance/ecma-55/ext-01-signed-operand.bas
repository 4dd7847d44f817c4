' 7.5.11, extension 1: A signed operand may follow an operator
' expect print:  .0625 
' expect print: -6 
' expect print: -2 
10 PRINT 4^-2
20 PRINT 2*-3
30 PRINT 1+-3
40 END
