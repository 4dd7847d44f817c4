' 7.3, extension 15: functions and operators that Minimal BASIC lacks
' profile: ecma
' expect refused: BAS511 line 5
' expect refused: BAS511 line 6
10 PRINT FIX(-2.7)
20 PRINT CINT(3.5)
30 END
