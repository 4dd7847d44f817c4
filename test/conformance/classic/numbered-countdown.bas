' 7.1, 7.5.2: a line number before the first statement makes it a numbered program
' expect print:  3  2  1 LIFTOFF
10 FOR I = 3 TO 1 STEP -1
20 PRINT I;
30 NEXT I
40 PRINT "LIFTOFF"
50 END
