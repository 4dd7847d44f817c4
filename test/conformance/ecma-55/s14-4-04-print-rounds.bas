' 7.5.4, ECMA-55 14.4.4: numbers are rounded to the digits that are printed
' expect print:  10  .33333333  .66666667  1.E+8 
10 PRINT 9.999999999;1/3;2/3;99999999.7
20 END
