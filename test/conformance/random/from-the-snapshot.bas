a = RND()
b = RND()
TALK a >= 0 AND a < 1
TALK a <> b
r = RANDOM(1, 6)
TALK r >= 1 AND r <= 6 AND r = INT(r)
first = []
FOR i = 1 TO 5
  PUSH(first, RANDOM(1, 1000000))
NEXT
TALK UBOUND(UNIQUE(first)) = 5
' expect: true
' expect: true
' expect: true
' expect: true
' section: 5.7
