' 7.5.4, ECMA-55 14.4.3: other numbers are printed with an exponent
' expect print:  1.E+9  1.23E+9  1.2345E-6 
' expect print: -9.2345679E-2  1.E-38  1.2345679E+8 
10 PRINT 1E9;1.23E9;1.2345E-6
20 PRINT -.092345679;1E-38;123456789
30 END
