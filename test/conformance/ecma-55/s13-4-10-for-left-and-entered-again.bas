' 7.5.8, ECMA-55 13.4.10: A block may be left by GOTO and entered again at its FOR
' expect print:  1  2  1  1  2  3 
10 LET T=T+1
20 FOR I=1 TO 3
30 PRINT I;
40 IF I+T=3 THEN 10
50 NEXT I
60 END
