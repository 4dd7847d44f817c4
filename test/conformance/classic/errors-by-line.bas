' 7.2: ON ERROR, RESUME NEXT, ERR and ERL in a program with line numbers
' expect print: ERROR 5 IN 20 
' expect print: GO ON 0 
10 ON ERROR GOTO 100
20 LET X = SQR(-1)
30 PRINT "GO ON"; X
40 STOP
100 PRINT "ERROR"; ERR; "IN"; ERL
110 RESUME NEXT
120 END
