' 7.5.9, ECMA-55 18.4.1: DIM sets the upper bounds of an array
' expect print:  3  44 
10 DIM A(3),B(4,4),C(100)
20 LET A(3)=3
30 LET B(4,4)=44
40 PRINT A(3)+C(100);B(4,4)
50 END
