' 7.5.5, ECMA-55 14.4.12: TAB starts a new line if its column is already filled
' expect print: ABCDEF
10 PRINT "ABC";TAB(4);"DEF"
20 END
