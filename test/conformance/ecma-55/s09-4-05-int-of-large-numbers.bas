' 7.5.3, ECMA-55 9.4.5: INT is the largest integer not above the number
' expect print:  1.E+12  2.5E+20 -1.E+10 
10 PRINT INT(1E12+.25);INT(2.5E20);INT(-1E10)
20 END
