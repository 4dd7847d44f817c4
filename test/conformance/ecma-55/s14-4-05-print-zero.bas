' 7.5.4, ECMA-55 14.4.5: nought is printed as 0
' expect print:  0  0  0 
10 LET Z=0
20 PRINT Z;-Z;5-5
30 END
