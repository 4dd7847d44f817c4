' 7.5.11, ECMA-55 7.4.1: an array of one name has one subscript or two
' expect refused: BAS507 line 4
10 DIM A(5)
20 PRINT A(1,2)
30 END
