' 7.1, extension 16: keywords of the dialect
' expect print: PRINTED
10 SET BOT MEMORY "COLOUR","RED"
20 PRINT "PRINTED"
30 END
