FOR i = 1 TO 2
  GOSUB ask
NEXT
TALK "end"
EXIT
ask:
HEAR x
TALK i & ": " & x
RETURN
' input: one
' input: two
' expect: 1: one
' expect: 2: two
' expect: end
' section: 3.2
