' 7.2, 7.5.5: TAB goes to a column, SPC gives blanks
' expect print: a   b   c
' expect print:          right
' expect print:  1  4 
OPTION CLASSIC
PRINT "a"; TAB(5); "b"; SPC(3); "c"
PRINT TAB(10); "right"
PRINT POS(0);
PRINT POS(0)
