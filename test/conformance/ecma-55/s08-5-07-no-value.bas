' 7.5.10, ECMA-55 8.5.7: what has no value even with infinities is reported and becomes infinity
' expect warning: 11 line 7
' expect warning: 6 line 8
' expect warning: 6 line 9
' expect print:  INF 
' expect print:  INF 
10 LET I=1/0
20 PRINT I-I
30 PRINT 0*I
40 END
