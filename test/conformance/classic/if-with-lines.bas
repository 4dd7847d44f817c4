' 7.2: IF with line numbers behind THEN and ELSE
' expect print: small
' expect print: large
10 LET X = 4
20 IF X > 5 THEN 60 ELSE 30
30 PRINT "small"
40 LET X = X + 3
50 GOTO 20
60 PRINT "large"
70 END
