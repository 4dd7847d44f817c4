' 7.2, extension 14: statements that Minimal BASIC lacks
' profile: ecma
' expect refused: BAS511 line 4
10 PRINT "A";SPC(3);"B"
20 END
