' 7.5.3, ECMA-55 6.2.1: A numeric constant is an integer, a decimal fraction or either with an exponent
' expect print:  1  21  500 
' expect print:  .5  5  3.25 
' expect print:  150  1500  .015 
' expect print:  30 
10 PRINT 1;21;500
20 PRINT .5;5.;3.25
30 PRINT 1.5E2;1.5E+3;1.5E-2
40 PRINT 3E1
50 END
