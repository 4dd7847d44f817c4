FOR EACH x IN [1, 2, 3]
  TALK x
NEXT
TALK x
FOR x IN ["a", "b"]
  TALK x
END FOR
FOR EACH x IN NULL
  TALK "never"
NEXT
FOR EACH c IN "hi"
  TALK c
NEXT c
' expect: 1
' expect: 2
' expect: 3
' expect: 3
' expect: a
' expect: b
' expect: h
' expect: i
' section: 3.2
