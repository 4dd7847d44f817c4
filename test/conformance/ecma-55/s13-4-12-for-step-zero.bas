' 7.5.8, ECMA-55 13.4.12: A step of 0 never ends the block by itself
' expect print:  1  1  1 
10 FOR I=1 TO 5 STEP 0
20 LET N=N+1
30 PRINT I;
40 IF N=3 THEN 60
50 NEXT I
60 END
