' 7.5.10, ECMA-55 18.4.5: the bounds of an array are those of its DIM in each dimension
' expect error: 9 line 4
10 DIM T(2,15)
20 LET T(3,1)=1
30 END
