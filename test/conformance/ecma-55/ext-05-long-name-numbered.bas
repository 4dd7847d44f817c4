' 7.1, extension 5: an array may have any name
' expect refused: BAS504 line 4
' expect refused: BAS504 line 5
10 LET TOTAL=12
20 PRINT TOTAL
30 END
