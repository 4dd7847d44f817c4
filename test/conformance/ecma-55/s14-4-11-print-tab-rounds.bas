' 7.5.5, ECMA-55 14.4.11: TAB goes on to its column
' expect print:    X
' expect print:    X
10 PRINT TAB(3.5);"X"
20 PRINT TAB(4.49);"X"
30 END
