FOR i = 1 TO 10
  TALK i
  i = i + 3
NEXT
TALK i
FOR i = "1" TO "3"
  TALK i + 0
NEXT
