' 7.5.8, ECMA-55 13.4.3: the block does not run at all if the first value is beyond the limit
' expect print: DONE 2  5 
10 FOR I=2 TO 1
20 PRINT "NEVER"
30 NEXT I
40 FOR J=5 TO 6 STEP -1
50 PRINT "NEVER"
60 NEXT J
70 PRINT "DONE";I;J
80 END
