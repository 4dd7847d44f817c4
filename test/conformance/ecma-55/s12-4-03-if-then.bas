' 7.5.8, ECMA-55 12.4.3: IF goes on at its line if the relation holds, else at the next
' expect print: GREATER
' expect print: NOT LESS
10 IF 3>2 THEN 40
20 PRINT "WRONG"
30 STOP
40 PRINT "GREATER"
50 IF 3<2 THEN 20
60 PRINT "NOT LESS"
70 END
