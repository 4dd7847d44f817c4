' 7.2, extension 14: statements that Minimal BASIC lacks
' profile: ecma
' expect refused: BAS511 line 4
10 LINE INPUT L$
20 PRINT L$
30 END
