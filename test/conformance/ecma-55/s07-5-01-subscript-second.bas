' 7.5.10, ECMA-55 7.5.1: A subscript outside the bounds is fatal
' expect error: 9 line 4
10 DIM T(3,4)
20 LET T(3,5)=1
30 END
