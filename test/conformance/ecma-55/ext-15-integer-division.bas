' 7.4, extension 15: functions and operators that Minimal BASIC lacks
' expect print:  3 
' expect print:  1 
10 PRINT 7\2
20 PRINT 7 MOD 2
30 END
