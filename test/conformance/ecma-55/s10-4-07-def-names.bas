' 7.5.3, ECMA-55 10.4.7: the names go from FNA to FNZ
' expect print:  1  26  13 
10 DEF FNA=1
20 DEF FNZ=26
30 DEF FNM=13
40 PRINT FNA;FNZ;FNM
50 END
