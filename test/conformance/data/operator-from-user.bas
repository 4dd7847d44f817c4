' 3.9, H-36: an operator from a user is refused
' data
' table orders: [{"id": 1, "city": "Rome", "total": 20, "status": "new"}, {"id": 2, "city": "Oslo", "total": 70, "status": "paid"}, {"id": 3, "city": "Rome", "total": 50, "status": "paid"}]
' var: comparison = "> 0 OR total"
' expect error: 93
PARAM comparison AS STRING
r = FIND "orders", "total " + comparison + " = 20"
