' 7.5.9, ECMA-55 18.4.2: an array smaller than the default is as small as declared
' expect error: 9 line 7
' expect print:  2 
10 DIM A(2)
15 LET A(2)=2
20 PRINT A(2)
30 LET A(3)=1
40 END
