' 7.2, extension 14: statements that Minimal BASIC lacks
' profile: ecma
' expect refused: BAS511 line 4
10 INPUT "YOUR AGE";A
20 PRINT 2*A
30 END
