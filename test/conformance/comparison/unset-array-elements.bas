DIM n(3)
IF n(1) = 0 THEN TALK "zero"
IF n(1) < 1 THEN TALK "less"
k = 0
IF n(2) = k THEN TALK "as the variable"
IF n(1) IS NULL THEN TALK "null"
TALK "[" + n(1) + "]"
n(1) = n(1) + 1
TALK n(1)
' expect: zero
' expect: less
' expect: as the variable
' expect: null
' expect: []
' expect: 1
' section: 2.5
