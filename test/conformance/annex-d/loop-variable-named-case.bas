' 1.8 D-15: CASE as a variable and as a loop's variable
case = 1
TALK case
FOR EACH case IN ["a", "b"]
  TALK case
NEXT
' expect: 1
' expect: a
' expect: b
