' 7.5.11, ECMA-55 18.2.1: an array is declared once
' expect refused: BAS507 line 4
10 DIM A(5)
20 DIM A(6)
30 END
