' 2.4 D-1: a text makes a text of what is added
x = "a"
y = x + 1
TALK y
y = 1 + 2 + "b"
TALK y
' expect: a1
' expect: 3b
