' 7.3, extension 15: functions and operators that Minimal BASIC lacks
' expect print: -2 
' expect print:  4 
10 PRINT FIX(-2.7)
20 PRINT CINT(3.5)
30 END
