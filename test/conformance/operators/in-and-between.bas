' 2.6: IN a list of values, a list, the keys of an object; the AND of BETWEEN is its own
n = 5
TALK n IN (1, 5)
l = [5, 6]
TALK n IN l AND n IN (l)
o = {code: 1}
TALK "code" IN o
TALK n BETWEEN 1 AND 5 AND TRUE
TALK n NOT BETWEEN 1 AND 4
TALK n NOT IN (5)
' expect: true
' expect: true
' expect: true
' expect: true
' expect: true
' expect: false
