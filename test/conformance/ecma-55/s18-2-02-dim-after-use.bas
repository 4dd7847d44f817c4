' 7.5.11, ECMA-55 18.2.2: an array is declared before it is used
' expect refused: BAS507 line 4
10 LET A(1)=1
20 DIM A(5)
30 END
