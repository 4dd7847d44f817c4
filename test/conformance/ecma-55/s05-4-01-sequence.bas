' 7.5.2, ECMA-55 5.4.1: lines run in sequence until something else is said
' expect print: FIRST
' expect print: SECOND
' expect print: THIRD
100 PRINT "FIRST"
110 PRINT "SECOND"
250 PRINT "THIRD"
999 END
' covers: D-54
