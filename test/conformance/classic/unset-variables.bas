' 7.1, 7.5.1: unset numeric variables are 0, text ones are empty
' expect print:  0 [] 0 
' expect print: empty
OPTION CLASSIC
PRINT apples; "["; label$; "]"; LEN(label$)
IF label$ = "" THEN PRINT "empty"
