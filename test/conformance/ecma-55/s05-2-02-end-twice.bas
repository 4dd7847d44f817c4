' 7.5.2, ECMA-55 5.2.2: the last line is END
' expect refused: BAS503 line 5
10 IF 1=1 THEN 40
20 PRINT "SKIPPED"
30 END
40 END
