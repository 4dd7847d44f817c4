' 7.5.2, ECMA-55 5.4.8: empty lines do not count
' expect print: BEFORE
' expect print: BEHIND
10 PRINT "BEFORE"


20 PRINT "BEHIND"

30 END
