' 7.5.3, ECMA-55 6.4.1: E stands for times ten to the power of
' expect print:  1.23E+15 
' expect print:  .00123 
' expect print: SAME
10 PRINT 1.23E15
20 PRINT 123E-5
30 IF 1.23E-0009=.00000000123 THEN 50
40 STOP
50 PRINT "SAME"
60 END
