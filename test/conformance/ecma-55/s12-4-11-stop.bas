' 7.5.2, ECMA-55 12.4.11: STOP ends the run wherever it stands
' expect print: ONLY THIS
10 PRINT "ONLY THIS"
20 STOP
30 PRINT "NOT THIS"
40 END
