owner = "ann"
rows = FIND "t" WHERE owner = owner AND n > 1 ORDER BY n DESC LIMIT 2
FOR EACH r IN rows
  TALK r.n
NEXT
one = FIND "t" WHERE n = 2 FIRST
TALK one.owner
some = FIND "t" WHERE owner IN ("bob", "cid") OR n BETWEEN 5 AND 9
TALK COUNT(some)
not1 = FIND "t" WHERE NOT owner = "ann" AND n IS NOT NULL
TALK COUNT(not1)
' table t: [{"owner": "ann", "n": 1}, {"owner": "ann", "n": 2}, {"owner": "bob", "n": 3}, {"owner": "ann", "n": 4}, {"owner": "ann", "n": 5}]
' expect: 5
' expect: 4
' expect: ann
' expect: 2
' expect: 1
' section: 3.9
