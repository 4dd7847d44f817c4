x = 10
x += 5
TALK x
x -= 3
TALK x
x *= 2
TALK x
x /= 4
TALK x
s = "a"
s &= 1
TALK s
s += "b"
TALK s
' expect: 15
' expect: 12
' expect: 24
' expect: 6
' expect: a1
' expect: a1b
' section: 2.6
