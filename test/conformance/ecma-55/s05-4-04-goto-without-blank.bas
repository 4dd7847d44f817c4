' 7.5.11, ECMA-55 5.4.4: A keyword is surrounded by blanks
' expect refused: BAS202 line 3
10 GOTO30
20 PRINT "NO"
30 END
