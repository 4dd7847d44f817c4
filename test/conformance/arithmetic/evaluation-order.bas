log = ""
x = 1
FUNCTION mark(n)
  log = log + n
  x = x * 10
  RETURN n
END FUNCTION
TALK mark(1) + mark(2) * mark(3)
TALK log
x = 1
TALK x + mark(5) + x
x = 1
TALK [x, mark(7), x]
' expect: 7
' expect: 123
' expect: 16
' expect: [1,7,10]
' section: 2.6
