' 7.5.11, ECMA-55 17.2.2: an unquoted datum has no character that is forbidden in it
' expect refused: BAS510 line 4
' expect refused: BAS510 line 5
10 DATA A*B
20 DATA TIME?,NOW
30 END
