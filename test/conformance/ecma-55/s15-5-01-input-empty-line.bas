' 7.5.6, ECMA-55 15.5.1: A reply with the wrong count of values is asked for again
' input:
' input: X
' expect print: ? 
' expect print: ? 
' expect print: X
10 INPUT A$
20 PRINT A$
30 END
