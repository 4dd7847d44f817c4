' 3.5 H-53: PRINT of the dialect is not a message
PRINT "a line of the log"; 5
TALK "said"
' expect: said
