' 7.5.5, ECMA-55 14.4.12: TAB starts a new line if its column is already filled
' expect print: ABCDEF
' expect print:   X
' expect print: ABC
' expect print: D
10 PRINT "ABCDEF";TAB(3);"X"
20 PRINT "ABC";TAB(1);"D"
30 END
