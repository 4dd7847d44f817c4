' 7.5.8: a subroutine with a loop of its own leaves the loop around its GOSUB as it was
' expect print: *
' expect print: **
' expect print: ***
10 FOR I = 1 TO 3
20 GOSUB 100
30 NEXT I
40 STOP
100 FOR J = 1 TO I
110 PRINT "*";
120 NEXT J
130 PRINT
140 RETURN
150 END
