one = FIND "t", "n = 1"
TALK one
two = FIND "t"
TALK two
TALK "rows: " + COUNT(two)
' table t: [{"n": 1}, {"n": 2}]
' expect: {"n":1}
' expect: [{"n":1},{"n":2}]
' expect: rows: 2
' section: 2.2
