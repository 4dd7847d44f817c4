' 7.2, extension 14: statements that Minimal BASIC lacks
' profile: ecma
' expect refused: BAS511 line 5
' expect refused: BAS511 line 7
10 RANDOMIZE 5
20 LET A=RND
30 RANDOMIZE 5
40 IF RND=A THEN 60
50 STOP
60 PRINT "REPEATED"
70 END
