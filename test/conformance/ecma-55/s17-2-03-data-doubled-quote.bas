' 7.5.7, ECMA-55 17.2.3: A quoted datum ends with its second quote
' expect refused: BAS510 line 3
10 DATA "*""?"
20 END
