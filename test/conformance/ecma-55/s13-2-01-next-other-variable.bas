' 7.5.11, ECMA-55 13.2.1: every FOR has its NEXT and every NEXT its FOR
' expect refused: BAS506 line 5
10 FOR I=1 TO 3
20 PRINT I
30 NEXT J
40 END
