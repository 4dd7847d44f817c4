' 7.5.7, ECMA-55 17.4.1: DATA lines form one list, wherever they stand and whether or not they are reached
' expect print:  1  2  3 
10 DATA 1
20 GOTO 40
30 DATA 2
40 READ A,B,C
50 PRINT A;B;C
60 STOP
70 DATA 3
80 END
