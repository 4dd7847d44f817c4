' 3.9, H-36: the column cannot come from a user; from a literal in a variable it can
' data
' table orders: [{"id": 1, "city": "Rome", "total": 20, "status": "new"}, {"id": 2, "city": "Oslo", "total": 70, "status": "paid"}, {"id": 3, "city": "Rome", "total": 50, "status": "paid"}]
' var: picked = "total"
' expect: 2
' expect error: 93
PARAM picked AS STRING
field = "city"
r = FIND "orders", field + " = 'Oslo'"
TALK r.id
r = FIND "orders", picked + " = 70"
