' 7.5.2, ECMA-55 5.4.3: blanks have no effect between the parts of a line
' expect print:  7 
10    LET   X  =  1   +  2   *  3
20 PRINT   X
30 END
