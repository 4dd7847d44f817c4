' 2.6 H-43: NOT binds looser than a comparison
a = 1
b = 2
TALK NOT a = b
TALK NOT a IN (1, 2)
TALK NOT INSTR("abc", "z")
r = {on: FALSE}
IF NOT r.on THEN TALK "off"
' expect: true
' expect: false
' expect: true
' expect: off
