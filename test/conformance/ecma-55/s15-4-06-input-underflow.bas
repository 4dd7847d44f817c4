' 7.5.6, ECMA-55 15.4.6: A value too small is 0
' input: 1E-99999
' expect print: ? 
' expect print:  0 
10 INPUT X
20 PRINT X
30 END
