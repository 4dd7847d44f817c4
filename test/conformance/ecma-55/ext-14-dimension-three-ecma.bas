' 7.2, extension 14: statements that Minimal BASIC lacks
' profile: ecma
' expect refused: BAS511 line 6
' expect refused: BAS511 line 7
' expect refused: BAS511 line 8
10 DIM C(2,2,2)
20 LET C(1,2,0)=6
30 PRINT C(1,2,0)
40 END
