' 3.15: NEW OBJECT, NEW ARRAY, FIRST, LAST, JSON PARSE
o = NEW OBJECT
l = NEW ARRAY
o.text = FIRST [1, 2]
l.push(LAST [1, 2])
p = JSON PARSE '{"a": 5}'
TALK o.text & l[0] & p.a
' expect: 125
