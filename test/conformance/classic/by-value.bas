' 7.2: BYVAL and parentheses keep the caller's variable
' expect print:  1  2  1 
OPTION CLASSIC
a = 1: b = 1: c = 1
Raise a, b, (c)
PRINT a; b; c
SUB Raise (BYVAL x, y, z)
  x = x + 1: y = y + 1: z = z + 1
END SUB
