' 7.5.6, ECMA-55 15.4.7: the run goes on behind INPUT, and may ask again
' input: 4
' input: 5
' input: 6
' expect print: ? 
' expect print: ? 
' expect print: ? 
' expect print:  15 
10 FOR I=1 TO 3
20 INPUT V
30 LET S=S+V
40 NEXT I
50 PRINT S
60 END
