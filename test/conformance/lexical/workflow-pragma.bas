#workflow
' 1.2 5.1: the pragma is accepted and changes nothing
FOR i = 1 TO 2
  TALK i
NEXT
' expect: 1
' expect: 2
