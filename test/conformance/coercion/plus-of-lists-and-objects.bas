' 2.4: lists join, a value is appended, objects merge with the right one winning
l = [1] + [2, 3]
l = l + 4
TALK JOIN(l, ".")
o = {a: 1, b: 2} + {b: 3}
TALK o.a & o.b
TALK [1] + "x"
' expect: 1.2.3.4
' expect: 13
' expect: [1]x
