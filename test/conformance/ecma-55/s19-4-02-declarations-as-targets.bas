' 7.5.2, ECMA-55 19.4.2: A REM line may be the target of a jump
' expect print: A
' expect print: B
' expect print: C
' expect print: D
10 GOTO 20
20 DATA 1
30 PRINT "A"
40 GOTO 50
50 DIM Q(5)
60 PRINT "B"
70 GOTO 80
80 DEF FNA=1
90 PRINT "C"
100 GOTO 120
120 REM
130 PRINT "D"
140 END
