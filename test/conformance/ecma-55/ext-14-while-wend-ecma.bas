' 7.2, extension 14: statements that Minimal BASIC lacks
' profile: ecma
' expect refused: BAS511 line 6
' expect refused: BAS511 line 6
10 LET P=1
20 WHILE P<10
30 PRINT P;
40 LET P=P*2
50 WEND
60 END
