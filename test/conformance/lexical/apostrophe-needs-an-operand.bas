' 1.5 H-1: an apostrophe is a quote only where an operand is due and a second one follows
a = 'single'
b = 7 ' it's a count
TALK a, b
TALK 'can''t'
TALK "x" + '"' + "y"
' expect: single7
' expect: can't
' expect: x"y
