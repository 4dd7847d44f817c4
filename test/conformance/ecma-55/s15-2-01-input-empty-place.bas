' 7.5.6, ECMA-55 15.2.1: the list of INPUT has no empty place
' expect refused: BAS510 line 3
10 INPUT A,,B
20 END
