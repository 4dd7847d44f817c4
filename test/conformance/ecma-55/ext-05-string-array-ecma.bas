' 7.5.11, extension 5: an array may have any name
' profile: ecma
' expect refused: BAS511 line 8
' expect refused: BAS511 line 9
' expect refused: BAS511 line 10
' expect refused: BAS511 line 11
' expect refused: BAS511 line 12
10 DIM D$(7)
20 LET D$(1)="MON"
30 LET D$(2)="TUE"
40 PRINT D$(1);" "
45 PRINT D$(2)
50 END
