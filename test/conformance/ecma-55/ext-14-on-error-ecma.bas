' 7.5.10, extension 14: statements that Minimal BASIC lacks
' profile: ecma
' expect refused: BAS511 line 4
10 ON ERROR GOTO 40
20 PRINT SQR(-1)
30 STOP
40 PRINT "TRAPPED"
50 END
