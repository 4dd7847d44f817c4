' 7.5.11, ECMA-55 18.2.5: OPTION BASE stands once, before every DIM and every array
' expect refused: BAS508 line 4
10 LET A(1)=1
20 OPTION BASE 1
30 END
