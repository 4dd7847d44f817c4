' 7.5.9, ECMA-55 18.4.1: DIM sets the upper bounds of an array
' expect print:  20  5 
10 DIM A(20)
20 LET A(20)=20
30 LET A(0)=5
40 PRINT A(20);A(0)
50 END
