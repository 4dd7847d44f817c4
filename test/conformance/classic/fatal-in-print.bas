' 7.5.10: what stood before a fatal error in the same PRINT is shown
' expect error: 5 line 5
' expect print: root of -4 is
OPTION CLASSIC
PRINT "root of -4 is"; SQR(-4)
PRINT "never"
