FOR i = 1 TO 5
  IF i = 3 THEN RETURN "got " + i
NEXT
TALK "never"
' expect result: got 3
' section: 3.2
