x = 1 + _
  2 +
  3
TALK x
list = [
  1,

  2
]
TALK UBOUND(list)
o = {
  a: 1,
  b: {
    c: 2
  }
}
TALK o.b.c
a = 1 : b = 2 : TALK a + b
TALK "two
lines"
' expect: 6
' expect: 2
' expect: 2
' expect: 3
' expect: two\nlines
' section: 1.3
