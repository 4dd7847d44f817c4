' 7.5.9, ECMA-55 18.2.4: bounds are unsigned integers
' expect refused: BAS507 line 4
10 LET N=5
20 DIM A(N)
30 END
