' 7.5.9, ECMA-55 18.2.4: bounds are unsigned integers
' expect refused: BAS507 line 3
10 DIM A(2.5)
20 END
