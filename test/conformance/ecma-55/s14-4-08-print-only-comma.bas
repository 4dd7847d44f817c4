' 7.5.5, ECMA-55 14.4.8: separators may stand first, last, and one behind the other
' expect print:                 B
10 PRINT ,
20 PRINT "B"
30 END
