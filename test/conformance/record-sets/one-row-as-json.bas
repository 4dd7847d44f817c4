' 2.2: one row is an object in JSON, several are a list; a loop does not care
' table t: [{"n":1},{"n":2}]
one = FIND "t", "n=1"
all = FIND "t"
TALK FORMAT one AS JSON
TALK JSON(all)
FOR EACH r IN one
  TALK r.n
NEXT
' expect: {"n":1}
' expect: [{"n":1},{"n":2}]
' expect: 1
