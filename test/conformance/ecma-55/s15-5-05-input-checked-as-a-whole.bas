' 7.5.6, ECMA-55 15.5.5: no variable changes before the whole reply is right
' input: 7,5,X
' input: 8,2,9
' expect print: ? 
' expect print: ? 
' expect print:  8  0  2  9 
10 LET I=1
20 INPUT A(I),I,B
30 PRINT A(1);A(5);I;B
40 END
