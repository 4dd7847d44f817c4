' 7.5.11, ECMA-55 5.4.5: blanks stand neither inside a keyword nor inside a line number
' expect refused: BAS201 line 4
10 PRINT "ONE"
2 0 PRINT "TWENTY"
30 END
