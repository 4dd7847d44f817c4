' 7.5.9, program 12: A game of guessing with a random number
' input: 50
' input: 25
' input: 46
' expect print: I HAVE A NUMBER FROM 1 TO 100.
' expect print: ? 
' expect print: TOO LARGE
' expect print: ? 
' expect print: TOO SMALL
' expect print: ? 
' expect print: RIGHT AFTER 3 GUESSES
10 LET N=INT(RND*100)+1
20 PRINT "I HAVE A NUMBER FROM 1 TO 100."
30 LET T=T+1
40 INPUT G
50 IF G=N THEN 110
60 IF G<N THEN 90
70 PRINT "TOO LARGE"
80 GOTO 30
90 PRINT "TOO SMALL"
100 GOTO 30
110 PRINT "RIGHT AFTER";T;"GUESSES"
120 END
