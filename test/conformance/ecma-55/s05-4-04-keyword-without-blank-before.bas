' 7.5.11, ECMA-55 5.4.4: A keyword is surrounded by blanks
' expect refused: BAS502 line 4
10 LET X=1
20 IF X=1THEN 40
30 PRINT X
40 END
