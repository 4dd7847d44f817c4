' 3.9: OFFSET leaves rows out before LIMIT counts
' table steps: [{"n":1},{"n":2},{"n":3},{"n":4}]
r = FIND "steps" WHERE n > 0 ORDER BY n LIMIT 2 OFFSET 1
TALK r[0].n & r[1].n & " " & COUNT(r)
s = FIND "steps" ORDER BY n DESC LIMIT 1 OFFSET 3
TALK s.n
' expect: 23 2
' expect: 1
