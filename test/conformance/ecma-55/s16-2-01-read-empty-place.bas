' 7.5.7, ECMA-55 16.2.1: the list of READ has no empty place
' expect refused: BAS510 line 3
10 READ C$,,D$
20 DATA A,B
30 END
