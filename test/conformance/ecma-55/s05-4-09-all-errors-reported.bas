' 7.5.1, ECMA-55 5.4.9: all lines in error are reported, and nothing of the program runs
' expect refused: BAS307 line 6
' expect refused: BAS505 line 8
' expect refused: BAS104 line 9
10 PRINT "NEVER SHOWN"
20 GOTO 25
30 LET A=1
40 LET B$=A
50 LET C=(1+2
60 END
