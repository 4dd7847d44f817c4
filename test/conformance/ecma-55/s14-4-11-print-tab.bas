' 7.5.5, ECMA-55 14.4.11: TAB goes on to its column
' expect print: A   B
' expect print:          10 
10 PRINT "A";TAB(5);"B"
20 PRINT TAB(9);10
30 END
