' 7.5.11: lines out of order are sorted by their numbers
' expect print: one
' expect print: two
' expect print: three
30 PRINT "three"
10 PRINT "one"
0020 PRINT "two"
40 END
