' 7.4, extension 15: functions and operators that Minimal BASIC lacks
' profile: ecma
' expect refused: BAS511 line 5
' expect refused: BAS511 line 6
10 PRINT 7\2
20 PRINT 7 MOD 2
30 END
