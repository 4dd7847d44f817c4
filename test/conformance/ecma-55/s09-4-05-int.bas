' 7.5.3, ECMA-55 9.4.5: INT is the largest integer not above the number
' expect print:  1 -2  3 -3  0 
10 PRINT INT(1.3);INT(-1.3);INT(3);INT(-3);INT(.999)
20 END
