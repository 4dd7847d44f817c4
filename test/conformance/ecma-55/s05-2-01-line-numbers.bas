' 7.5.2, ECMA-55 5.2.1: A line is a number of one to four digits and a statement
' expect print: ONE
' expect print: FOUR DIGITS
1 PRINT "ONE"
9998 PRINT "FOUR DIGITS"
9999 END
