' 7.5.10, ECMA-55 8.5.5: nought to a negative number is reported and gives infinity
' expect warning: 11 line 5
' expect print:  INF 
10 LET Z=0
20 PRINT Z^(-1)
30 END
