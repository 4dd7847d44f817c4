FOR k = 1 TO 5
  FOR i = 1 TO 500
    n = n + 1
  NEXT
  HEAR x
NEXT
TALK n
' limits: {"maxSteps": 2000}
' input: a
' input: b
' input: c
' input: d
' input: e
' expect: 2500
' section: 5.4
