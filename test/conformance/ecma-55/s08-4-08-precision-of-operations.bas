' 7.5.3, ECMA-55 8.4.8: arithmetic keeps at least six digits
' expect print: SUM
' expect print: THIRD
10 IF ABS(.1+.2-.3)<.000001 THEN 30
20 STOP
30 PRINT "SUM"
40 IF ABS(3*(1/3)-1)<.000001 THEN 60
50 STOP
60 PRINT "THIRD"
70 END
