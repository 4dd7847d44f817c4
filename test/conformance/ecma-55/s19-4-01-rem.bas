' 7.5.2, ECMA-55 19.4.1: the rest of a REM line is ignored
' expect print: ONE
' expect print: TWO
10 REM THIS SAYS NOTHING
20 PRINT "ONE"
30 REM
40 PRINT "TWO"
50 REM PRINT "THREE"
60 END
