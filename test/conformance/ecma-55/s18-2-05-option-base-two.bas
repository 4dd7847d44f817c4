' 7.5.9, ECMA-55 18.2.5: OPTION BASE stands once, before every DIM and every array
' expect refused: BAS508 line 3
10 OPTION BASE 2
20 END
