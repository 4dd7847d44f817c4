FOR i = 1 TO 10
  IF i = 2 THEN CONTINUE FOR
  IF i = 5 THEN EXIT FOR
  TALK i
NEXT
TALK "i " & i
n = 0
WHILE TRUE
  n = n + 1
  IF n = 2 THEN CONTINUE WHILE
  IF n > 3 THEN EXIT WHILE
  TALK "n " & n
WEND
k = 0
DO
  k = k + 1
  IF k < 3 THEN CONTINUE DO
  BREAK
LOOP
TALK k
' expect: 1
' expect: 3
' expect: 4
' expect: i 5
' expect: n 1
' expect: n 3
' expect: 3
' section: 3.2
