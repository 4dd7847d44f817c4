' 7.5.2, ECMA-55 12.4.11: STOP ends the run wherever it stands
' expect print: HALF A LINE
10 PRINT "HALF ";
20 GOSUB 40
30 STOP
40 PRINT "A LINE";
50 STOP
60 END
