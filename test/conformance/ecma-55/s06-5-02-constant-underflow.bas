' 7.5.3, ECMA-55 6.5.2: A constant that is too small is 0, without a report
' expect print:  0 
10 PRINT 1E-99999
20 END
