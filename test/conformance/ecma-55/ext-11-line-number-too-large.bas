' 7.5.11, extension 11: line numbers go from 0 to 65529
' expect refused: BAS501 line 4
10 PRINT "FINE"
65530 END
