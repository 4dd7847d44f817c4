SUB grow(list, o, n)
  PUSH(list, 9)
  o.v = "set"
  n = n + 1
END SUB
a = [1]
b = {}
c = 5
grow(a, b, c)
TALK a
TALK b.v
TALK c
' expect: [1,9]
' expect: set
' expect: 5
' section: 3.3
