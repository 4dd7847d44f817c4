' 7.5.6, ECMA-55 15.5.2: what is no number is asked for again where a number is due
' input: ABC
' input: "7"
' input: 2  3
' input: 1D1
' input: 12
' expect print: ? 
' expect print: ? 
' expect print: ? 
' expect print: ? 
' expect print: ? 
' expect print:  12 
10 INPUT N
20 PRINT N
30 END
