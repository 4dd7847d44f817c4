' 7.5.8, ECMA-55 13.4.11: A subroutine may be called from a block and return into it
' expect print:  1  4  9 
10 FOR I=1 TO 3
20 GOSUB 50
30 NEXT I
40 STOP
50 PRINT I*I;
60 RETURN
70 END
