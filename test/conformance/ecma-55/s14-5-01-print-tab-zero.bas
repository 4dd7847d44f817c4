' 7.5.10, ECMA-55 14.5.1: TAB below 1 is reported and counts as 1
' expect warning: 5 line 7
' expect warning: 5 line 8
' expect print: A
' expect print: B
' expect print: C
10 PRINT TAB(0);"A"
20 PRINT "B";TAB(-3);"C"
30 END
