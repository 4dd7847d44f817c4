' 7.1, ECMA-55 13.2.1: every FOR has its NEXT and every NEXT its FOR
' expect refused: BAS506 line 4
10 FOR I=1 TO 3
20 NEXT
30 END
