' 7.1, extension 16: keywords of the dialect
' profile: ecma
' expect refused: BAS511 line 4
10 SET BOT MEMORY "COLOUR","RED"
20 PRINT "PRINTED"
30 END
