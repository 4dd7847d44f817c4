' 7.5.9, ECMA-55 10.4.4: other variables have their value at the time of the reference
' expect print:  15  25 
10 DEF FNT(N)=N*R
20 LET R=3
30 PRINT FNT(5);
40 LET R=5
50 PRINT FNT(5)
60 END
