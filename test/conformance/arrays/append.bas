a = []
FOR i = 1 TO 5
  a[UBOUND(a)] = i * i
NEXT
TALK a
PUSH(a, 36)
TALK UBOUND(a)
a = a + [49]
TALK a[6]
TALK a.length
TALK a.pop()
TALK a.length
' expect: [1,4,9,16,25]
' expect: 6
' expect: 49
' expect: 7
' expect: 49
' expect: 6
' section: 2.9
