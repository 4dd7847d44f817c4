a = [1, 2]
b = a
b[0] = 99
TALK a[0]
o = {list: a}
o.list[1] = 77
TALK b[1]
c = a + []
c[0] = 0
TALK a[0]
' expect: 99
' expect: 77
' expect: 99
' section: 2.9
