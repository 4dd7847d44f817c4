' 7.5.6, ECMA-55 15.5.4: A number too large is asked for again
' input: 1E99999
' input: 1E9
' expect print: ? 
' expect print: ? 
' expect print:  1.E+9 
10 INPUT N
20 PRINT N
30 END
