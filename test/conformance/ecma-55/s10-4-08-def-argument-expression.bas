' 7.5.9, ECMA-55 10.4.8: the argument is an expression, evaluated once per reference
' expect print:  8 -1 
' expect print: SAME
10 DEF FNE(X)=X+1
20 PRINT FNE(3*2+1);FNE(-2)
30 DEF FND(X)=X-X
40 IF FND(RND)=0 THEN 60
50 STOP
60 PRINT "SAME"
70 END
