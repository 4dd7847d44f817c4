' 7.5.9, ECMA-55 18.4.1: DIM sets the upper bounds of an array
' expect print:  1234 
10 DIM T(12,34)
20 LET T(12,34)=1234
30 PRINT T(12,34)
40 END
