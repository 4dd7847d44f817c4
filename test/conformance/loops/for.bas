FOR i = 1 TO 3
  TALK i
NEXT
TALK i
FOR i = 3 TO 1 STEP -1
  TALK i
NEXT i
TALK i
FOR i = 1 TO 0
  TALK "never"
NEXT
TALK i
FOR x = 0 TO 1 STEP 0.5
  TALK x
END FOR
' expect: 1
' expect: 2
' expect: 3
' expect: 4
' expect: 3
' expect: 2
' expect: 1
' expect: 0
' expect: 1
' expect: 0
' expect: 0.5
' expect: 1
' section: 3.2
