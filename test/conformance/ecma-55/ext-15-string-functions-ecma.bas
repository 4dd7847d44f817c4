' 7.3, extension 15: functions and operators that Minimal BASIC lacks
' profile: ecma
' expect refused: BAS511 line 7
' expect refused: BAS511 line 8
' expect refused: BAS511 line 9
10 LET A$="MINIMAL"
20 PRINT LEFT$(A$,3)
30 PRINT LEN(A$)
40 PRINT MID$("A BASIC",3)
50 END
