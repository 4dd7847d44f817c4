' 7.5.8, ECMA-55 13.4.11: A subroutine may be called from a block and return into it
' expect print:  6  10 
10 LET N=3
20 GOSUB 60
30 LET N=4
40 GOSUB 60
50 STOP
60 LET S=0
70 FOR I=1 TO N
80 LET S=S+I
90 NEXT I
100 PRINT S;
110 RETURN
120 END
