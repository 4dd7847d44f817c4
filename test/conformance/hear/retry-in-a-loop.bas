' 5.2: attempts are counted anew each time that HEAR is reached
FOR i = 1 TO 3
  HEAR n AS INTEGER
  TALK "[", n, "]"
NEXT
' input: a
' input: 1
' input: b
' input: c
' input: 2
' input: d
' input: e
' input: f
' expect: [1]
' expect: [2]
' expect: []
