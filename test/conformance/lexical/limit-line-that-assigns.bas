' 1.3 rule 5: a line that begins with LIMIT and goes on with = is an assignment
' table orders: [{"n":1},{"n":2},{"n":3}]
rows = FIND "orders"
limit = 2
TALK UBOUND(rows) & " " & limit
' expect: 3 2
