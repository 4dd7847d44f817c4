' 3.2: one NEXT may close several loops
FOR r = 1 TO 2
  FOR c = 1 TO 2
    TALK r & c
NEXT c, r
' expect: 11
' expect: 12
' expect: 21
' expect: 22
