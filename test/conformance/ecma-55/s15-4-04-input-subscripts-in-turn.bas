' 7.5.6, ECMA-55 15.4.4: A subscript is evaluated when its turn comes
' input: 7,2,9
' expect print: ? 
' expect print:  7  2  9 
10 LET I=1
20 INPUT A(I),I,A(I)
30 PRINT A(1);I;A(2)
40 END
