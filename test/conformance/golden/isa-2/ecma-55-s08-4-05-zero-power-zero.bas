' 7.5.3, ECMA-55 8.4.5: nought to the power of nought is 1
10 LET Z=0
20 PRINT Z^Z;Z^.5
30 END
