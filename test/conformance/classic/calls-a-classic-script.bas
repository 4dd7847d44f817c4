' 3.3, 7.1: a classic script and one of the dialect call each other, each by its own rules
' expect: got 7
' expect print:  1  1 -1 
x = CALL "answers.bas"
TALK "got " + x
