' 7.5.8: a value of ON without a line is fatal
' expect error: 5 line 5
OPTION CLASSIC
lamp = 4
ON lamp GOTO red, green
red: PRINT "red"
green: PRINT "green"
