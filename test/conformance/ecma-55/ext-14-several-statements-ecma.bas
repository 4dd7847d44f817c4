' 7.2, extension 14: statements that Minimal BASIC lacks
' profile: ecma
' expect refused: BAS511 line 4
10 LET A=1 : LET B=2
20 PRINT A;B
30 END
