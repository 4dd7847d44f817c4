FOR i = 1 TO 3
  TALK i
  IF i = 2 THEN STOP
NEXT
' expect: 1
' expect: 2
' section: 3.2
