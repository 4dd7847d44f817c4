' 7.5.8, ECMA-55 12.4.7: ON picks the line by the rounded value
' expect print:  1 A
' expect print:  2 B
' expect print:  3 C
10 FOR I=1 TO 3
20 PRINT I;
30 ON I GOTO 40,60,80
40 PRINT "A"
50 GOTO 90
60 PRINT "B"
70 GOTO 90
80 PRINT "C"
90 NEXT I
100 END
