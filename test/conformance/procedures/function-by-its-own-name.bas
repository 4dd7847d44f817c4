' 3.3: a FUNCTION's result is what RETURN gives or what is assigned to its name
FUNCTION twice(n)
  twice = n * 2
END FUNCTION
FUNCTION half(n)
  RETURN n / 2
END FUNCTION
TALK twice(4) & " " & half(5)
' expect: 8 2.5
