' 7.5.2, ECMA-55 17.4.2: A DATA line that is reached does nothing
' expect print: ONE
' expect print: TWO
10 PRINT "ONE"
20 DATA 5
30 PRINT "TWO"
40 END
