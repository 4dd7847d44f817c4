' 7.5.10, ECMA-55 6.5.1: A constant that is too large is reported once; the run goes on with infinity
' expect warning: 6 line 7
' expect print:  INF 
' expect print:  INF 
' expect print: LARGER
10 FOR I=1 TO 2
20 LET X=1E99999
30 PRINT X
40 NEXT I
50 IF X>.99E38 THEN 70
60 STOP
70 PRINT "LARGER"
80 END
