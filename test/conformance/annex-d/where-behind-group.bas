' 1.3 D-45: LIMIT in the next line may be an assignment
' table t: [{"n":1},{"n":2}]
x = FIND "t"
limit = 5
TALK COUNT(x) + limit
' expect: 7
