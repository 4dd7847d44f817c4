' 7.5.7, ECMA-55 17.2.1: DATA has no empty place
' expect refused: BAS510 line 3
10 DATA
20 END
