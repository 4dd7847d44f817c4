' 7.2, 3.3: a classic SUB takes its variables by reference; one in parentheses goes by value
' expect print:  5  8 
' expect print:  5  5 
OPTION CLASSIC
DECLARE SUB Exchange (a, b)
SUB Exchange (a, b)
  t = a: a = b: b = t
END SUB
left = 8: right = 5
t = 99
CALL Exchange(left, right)
PRINT left; right
Exchange (left), right
PRINT left; right
