' 7.5.3, ECMA-55 12.4.5: strings are equal if they have the same characters, blanks included
' expect print: EQUAL
' expect print: BLANK COUNTS
' expect print: DIFFERENT
10 LET A$="YES"
20 IF A$="YES" THEN 40
30 STOP
40 PRINT "EQUAL"
50 IF A$="YES " THEN 30
60 PRINT "BLANK COUNTS"
70 IF A$<>"NO" THEN 90
80 STOP
90 PRINT "DIFFERENT"
100 END
