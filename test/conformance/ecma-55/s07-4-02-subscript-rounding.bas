' 7.5.9, ECMA-55 7.4.2: A subscript is rounded to the nearest integer
' expect print:  3  3  0  1 
10 FOR I=0 TO 5
20 LET A(I)=I
30 NEXT I
40 PRINT A(2.50001);A(3.4999);A(-.49);A(.5)
50 END
