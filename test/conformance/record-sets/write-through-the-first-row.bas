' 2.2: a field of the set is the field of its first row, which an empty set gets in memory
' table t: [{"n":1,"status":"open"},{"n":2,"status":"open"}]
r = FIND "t"
r.status = "done"
TALK r[0].status & " " & r[1].status
e = FIND "t", "n=9"
e.n = 5
TALK e.n & " " & COUNT(e)
' expect: done open
' expect: 5 1
