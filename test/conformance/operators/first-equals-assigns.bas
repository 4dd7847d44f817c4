' 2.5 H-2: the first = of a statement assigns, the others compare
b = 4
c = 4
a = b = c
TALK a
d = (b = 5)
TALK d
' expect: true
' expect: false
