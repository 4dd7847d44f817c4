' 7.5.11, extension 6: LET may be left out
' profile: ecma
' expect refused: BAS511 line 5
' expect refused: BAS511 line 6
10 X=4
20 N$="X="
30 PRINT N$;X
40 END
