x = 3
FUNCTION twice(n)
  x = 100
  RETURN n * 2
END FUNCTION
x = x + twice(x)
TALK x
y = NULL
y = y OR y IS NULL
TALK y
z = 4
z = z > 3 ? z * 2 : z
TALK z
' expect: 9
' expect: true
' expect: 8
' section: 2.6
