' 7.5.9, program 7: A root by Newton's method
' expect print:  1.4142136 
' expect print:  1.7320508 
' expect print:  10 
10 DEF FNN(X)=(X+A/X)/2
20 FOR K=1 TO 3
30 READ A
40 LET R=A
50 LET S=FNN(R)
60 IF ABS(S-R)<1E-12 THEN 90
70 LET R=S
80 GOTO 50
90 PRINT S
100 NEXT K
110 DATA 2,3,100
120 END
