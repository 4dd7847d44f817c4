' 7.5.8, program 8: A number to another base, digit by digit
' expect print:  37 = 100101
' expect print:  255 = 11111111
' expect print:  0 = 0
10 DIM D(20)
20 READ N
30 IF N<0 THEN 200
40 PRINT N;"= ";
50 LET C=0
60 LET D(C)=N-INT(N/2)*2
70 LET N=INT(N/2)
80 LET C=C+1
90 IF N>0 THEN 60
100 FOR I=C-1 TO 0 STEP -1
110 ON D(I)+1 GOTO 120,140
120 PRINT "0";
130 GOTO 150
140 PRINT "1";
150 NEXT I
160 PRINT
170 GOTO 20
180 DATA 37,255,0,-1
200 END
