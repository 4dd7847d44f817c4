' 7.3, extension 15: functions and operators that Minimal BASIC lacks
' expect print: MIN
' expect print:  7 
' expect print: BASIC
10 LET A$="MINIMAL"
20 PRINT LEFT$(A$,3)
30 PRINT LEN(A$)
40 PRINT MID$("A BASIC",3)
50 END
