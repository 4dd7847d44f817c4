' 7.5.10, ECMA-55 7.5.1: A subscript outside the bounds is fatal
' expect error: 9 line 4
10 LET I=-1
20 PRINT A(I)
30 END
