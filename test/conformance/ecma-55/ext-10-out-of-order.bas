' 7.5.11, extension 10: lines may stand out of order
' expect print: ONE
' expect print: TWO
' expect print: THREE
10 PRINT "ONE"
30 PRINT "THREE"
20 PRINT "TWO"
40 END
