' 7.5.7, ECMA-55 16.4.6: A datum too small is 0
' expect print:  0 
10 READ X
20 PRINT X
30 DATA 1E-9999
40 END
