rows = FIND "t"
rows.n = 10
rows[1].n = 20
FOR EACH r IN rows
  r.n = r.n + 1
NEXT
TALK SUM(rows, "n")
TALK rows[0].n
HEAR x
TALK rows.n & rows[1].n
TALK FORMAT rows[1] AS JSON
' table t: [{"n": 1}, {"n": 2}]
' input: go
' expect: 32
' expect: 11
' expect: 1121
' expect: {"n":21}
' section: 2.2
