' 7.5.11, ECMA-55 5.4.5: blanks stand neither inside a keyword nor inside a line number
' expect refused: BAS201 line 3
10 GO TO 3 0
20 PRINT "NO"
30 END
