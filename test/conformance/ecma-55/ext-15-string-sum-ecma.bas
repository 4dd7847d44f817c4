' 7.2, extension 15: functions and operators that Minimal BASIC lacks
' profile: ecma
' expect refused: BAS511 line 5
10 LET A$="A"
20 PRINT A$+"B"
30 END
