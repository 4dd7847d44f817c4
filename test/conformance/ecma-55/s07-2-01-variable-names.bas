' 7.5.3, ECMA-55 7.2.1: A numeric variable is a letter, or a letter and a digit
' expect print:  1  2  3  4 
10 LET A=1
20 LET A0=2
30 LET A9=3
40 LET Z5=4
50 PRINT A;A0;A9;Z5
60 END
