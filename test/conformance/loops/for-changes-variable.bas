FOR i = 1 TO 10
  TALK i
  i = i + 3
NEXT
TALK i
FOR i = "1" TO "3"
  TALK i + 0
NEXT
' expect: 1
' expect: 5
' expect: 9
' expect: 13
' expect: 1
' expect: 2
' expect: 3
' section: 3.2
