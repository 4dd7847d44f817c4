' 7.5.8, ECMA-55 13.4.10: A block may be left by GOTO and entered again at its FOR
' expect print: FOUND 2  3 
10 FOR I=1 TO 5
20 FOR J=1 TO 5
30 IF I*J=6 THEN 70
40 NEXT J
50 NEXT I
60 STOP
70 PRINT "FOUND";I;J
80 END
