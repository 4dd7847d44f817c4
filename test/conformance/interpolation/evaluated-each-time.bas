i = 0
FOR i = 1 TO 3
  TALK "round ${i}"
NEXT
' expect: round 1
' expect: round 2
' expect: round 3
' section: 1.5
