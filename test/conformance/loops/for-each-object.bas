FOR EACH k IN {a: [1], b: [2]}
  TALK k
NEXT
FOR EACH v IN {a: 1, b: 2}
  TALK v
NEXT
FOR EACH k IN KEYS({x: 1, y: 2})
  TALK k
NEXT
' expect: a
' expect: b
' expect: 1
' expect: 2
' expect: x
' expect: y
' section: 3.2
