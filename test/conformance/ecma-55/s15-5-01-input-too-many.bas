' 7.5.6, ECMA-55 15.5.1: A reply with the wrong count of values is asked for again
' input: 1,2,3
' input: 8,9
' expect print: ? 
' expect print: ? 
' expect print:  8  9 
10 INPUT A,B
20 PRINT A;B
30 END
