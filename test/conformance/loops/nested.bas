FOR i = 1 TO 2
  FOR j = 1 TO 2
    FOR EACH x IN ["a", "b"]
      TALK i & j & x
    NEXT
  NEXT
NEXT
' expect: 11a
' expect: 11b
' expect: 12a
' expect: 12b
' expect: 21a
' expect: 21b
' expect: 22a
' expect: 22b
' section: 3.2
