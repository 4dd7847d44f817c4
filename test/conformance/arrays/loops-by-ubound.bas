' 2.9: both customary loops end at the last element
a = ["p", "q"]
FOR i = 0 TO UBOUND(a) - 1
  TALK a[i]
NEXT
j = 0
WHILE j < UBOUND(a)
  TALK a[j]
  j += 1
WEND
' expect: p
' expect: q
' expect: p
' expect: q
