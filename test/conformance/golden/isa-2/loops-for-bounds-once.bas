n = 3
s = 1
c = 0
FOR i = 1 TO n STEP s
  n = 100
  s = 50
  c = c + 1
NEXT
TALK c
i = 2
FOR i = i TO i + 2
  TALK i
NEXT
