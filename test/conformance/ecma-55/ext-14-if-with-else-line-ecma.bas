' 7.2, extension 14: statements that Minimal BASIC lacks
' profile: ecma
' expect refused: BAS511 line 4
10 IF 1=2 THEN 20 ELSE 40
20 PRINT "YES"
30 STOP
40 PRINT "NO"
50 END
