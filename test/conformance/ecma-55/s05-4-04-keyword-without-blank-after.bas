' 7.5.11, ECMA-55 5.4.4: A keyword is surrounded by blanks
' expect refused: BAS504 line 3
10 LETX=1
20 PRINT X
30 END
