' 1.5 D-11: quotes of one stroke, comments behind code, quotes inside quotes
c = 'f'
TALK c ' the comment
TALK "it's"
TALK "a" & 'b' & "c"
' expect: f
' expect: it's
' expect: abc
