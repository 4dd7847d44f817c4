l = [1, 2, 3, 4]
FOR EACH x IN l LAST 2
  TALK x
NEXT
FOR EACH x IN l FIRST 1
  TALK x
NEXT
FOR EACH x IN l LAST 0
  TALK "never"
NEXT
FOR EACH x IN l FIRST 99
  TALK x
NEXT
' expect: 3
' expect: 4
' expect: 1
' expect: 1
' expect: 2
' expect: 3
' expect: 4
' section: 3.2
