' 7.5.10: a division by zero is a warning and gives infinity
' expect warning: 11 line 8
' expect warning: 11 line 8
' expect print:  INF -INF 
' expect print: still here
OPTION CLASSIC
people = 0
PRINT 10 / people; -10 / people
PRINT "still here"
