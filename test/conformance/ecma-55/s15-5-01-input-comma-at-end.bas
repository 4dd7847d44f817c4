' 7.5.6, ECMA-55 15.5.1: A reply with the wrong count of values is asked for again
' input: 5,
' input: 5,,6
' input: 5,6
' expect print: ? 
' expect print: ? 
' expect print: ? 
' expect print:  5  6 
10 INPUT A,B
20 PRINT A;B
30 END
