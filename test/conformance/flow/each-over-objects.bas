' 3.2 D-47: an object of lists or objects gives its keys, any other its values
FOR EACH k IN {a: [1], b: [2]}
  TALK k
NEXT
FOR EACH v IN {a: 1, b: 2}
  TALK v
NEXT
FOR EACH k IN KEYS({a: 1})
  TALK k
NEXT
FOR EACH v IN VALUES({a: [3]})
  TALK JOIN(v)
NEXT
' expect: a
' expect: b
' expect: 1
' expect: 2
' expect: a
' expect: 3
