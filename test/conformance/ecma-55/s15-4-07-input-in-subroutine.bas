' 7.5.6, ECMA-55 15.4.7: the run goes on behind INPUT, and may ask again
' input: ADA
' input: GRACE
' expect print: ? 
' expect print: DEAR ADA
' expect print: ? 
' expect print: DEAR GRACE
10 GOSUB 40
20 GOSUB 40
30 STOP
40 INPUT N$
50 PRINT "DEAR ";N$
60 RETURN
70 END
