' 7.2, extension 14: statements that Minimal BASIC lacks
' profile: ecma
' expect refused: BAS511 line 5
10 FOR I=1 TO 2
20 ON I GOSUB 50,70
30 NEXT I
40 STOP
50 PRINT "FIRST"
60 RETURN
70 PRINT "SECOND"
80 RETURN
90 END
