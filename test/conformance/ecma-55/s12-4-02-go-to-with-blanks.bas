' 7.5.2, ECMA-55 12.4.2: GO TO may hold blanks, GO SUB too
' expect print: SUBROUTINE
' expect print: DONE
10 GO   TO 40
20 PRINT "SUBROUTINE"
30 RETURN
40 GO  SUB 20
50 PRINT "DONE"
60 END
