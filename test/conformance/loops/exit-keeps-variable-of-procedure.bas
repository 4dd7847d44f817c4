i = 0
SUB s()
  FOR i = 1 TO 9
    IF i = 4 THEN EXIT FOR
  NEXT
END SUB
s()
TALK i
SUB e()
  FOR EACH item IN ["a", "b", "c"]
    IF item = "b" THEN EXIT FOR
  NEXT
END SUB
e()
TALK item
' expect: 4
' expect: b
' section: 3.2
