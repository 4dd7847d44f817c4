' 7.5.8, ECMA-55 12.4.6: relations compare expressions
' expect print: HOLDS
10 LET X=3
20 IF X^2+1=2*X+4 THEN 40
30 STOP
40 PRINT "HOLDS"
50 END
