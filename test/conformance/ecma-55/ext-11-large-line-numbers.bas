' 7.5.11, extension 11: line numbers go from 0 to 65529
' expect print: ZERO
' expect print: LARGE
0 PRINT "ZERO"
10000 PRINT "LARGE"
65529 END
