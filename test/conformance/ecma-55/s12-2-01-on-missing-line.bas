' 7.5.11, ECMA-55 12.2.1: A line that is named exists
' expect refused: BAS307 line 3
10 ON 1 GOTO 20,30,40
20 PRINT "A"
30 END
