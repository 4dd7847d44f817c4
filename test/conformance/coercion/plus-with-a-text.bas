' 2.4: one text makes a concatenation, from left to right
TALK 1 + 2 + "b"
TALK "b" + 1 + 2
TALK "12" + 5
TALK NULL + "x"
TALK TRUE + "!"
' expect: 3b
' expect: b12
' expect: 125
' expect: x
' expect: true!
