FOR i = 1 TO 2
  WHILE TRUE
    EXIT WHILE
  WEND
  FOR EACH x IN [1, 2, 3]
    IF x = 2 THEN EXIT FOR
    TALK i & x
  NEXT
NEXT
FOR i = 1 TO 3
  WHILE TRUE
    EXIT FOR
  WEND
NEXT
TALK i
' expect: 11
' expect: 21
' expect: 1
' section: 3.2
