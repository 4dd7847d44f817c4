' 7.5.11, ECMA-55 18.2.1: an array is declared once
' expect refused: BAS507 line 3
10 DIM A(5),B(2),A(5)
20 END
