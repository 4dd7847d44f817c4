' 1.4: a colon separates statements; a single word before it at the start of a line is a label
n = 0
again: n = n + 1
IF n < 3 THEN GOTO again
TALK "n is " & n : TALK "end"
' expect: n is 3
' expect: end
