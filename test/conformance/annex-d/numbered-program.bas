' 7.2 D-36: line numbers, GOSUB, DATA and READ, INPUT, PRINT USING
' input: 7
' expect print:   1.50
' expect print:  22.00
' expect print: ? 
' expect print: GOT 7 
10 REM PRICES
20 FOR I = 1 TO 2
30 READ P
40 GOSUB 100
50 NEXT I
60 INPUT N
70 PRINT "GOT"; N
80 GOTO 150
100 PRINT USING "###.##"; P
110 RETURN
120 DATA 1.5, 22
150 END
