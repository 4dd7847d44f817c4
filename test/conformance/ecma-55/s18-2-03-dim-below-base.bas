' 7.5.11, ECMA-55 18.2.3: A bound is not below the base
' expect refused: BAS507 line 4
10 OPTION BASE 1
20 DIM A(0)
30 END
