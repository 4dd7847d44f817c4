' 7.5.9, ECMA-55 11.4.3: LET assigns to elements of arrays
' expect print:  4  8 
10 LET I=2
20 LET A(I)=I*2
30 LET B(I,I+1)=I*4
40 PRINT A(2);B(2,3)
50 END
