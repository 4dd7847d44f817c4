' 7.1, extension 15: functions and operators that Minimal BASIC lacks
' profile: ecma
' expect refused: BAS511 line 5
' expect refused: BAS511 line 6
10 PRINT 12 AND 10
20 PRINT NOT 5
30 END
