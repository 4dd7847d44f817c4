' 7.5.11, ECMA-55 5.4.5: blanks stand neither inside a keyword nor inside a line number
' expect refused: BAS202 line 3
10 PRI NT "TORN"
20 END
