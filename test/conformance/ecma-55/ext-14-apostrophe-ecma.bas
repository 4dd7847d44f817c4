' 7.2, extension 14: statements that Minimal BASIC lacks
' profile: ecma
' expect refused: BAS511 line 5
' expect refused: BAS511 line 6
10 ' THREE
20 PRINT 3 ' SHOWN
30 END
