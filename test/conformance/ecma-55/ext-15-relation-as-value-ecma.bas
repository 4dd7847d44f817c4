' 7.1, extension 15: functions and operators that Minimal BASIC lacks
' profile: ecma
' expect refused: BAS511 line 5
' expect refused: BAS511 line 6
10 PRINT 2>1
20 LET F=2<1
30 PRINT F
40 END
