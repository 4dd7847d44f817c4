' 7.1, extension 15: functions and operators that Minimal BASIC lacks
' expect print: -1 
' expect print:  0 
10 PRINT 2>1
20 LET F=2<1
30 PRINT F
40 END
