' 1.3, Annex D 45: limit = 5 below a FIND is an assignment
' data
' table orders: [{"id": 1, "city": "Rome", "total": 20, "status": "new"}, {"id": 2, "city": "Oslo", "total": 70, "status": "paid"}, {"id": 3, "city": "Rome", "total": 50, "status": "paid"}]
' expect: 3 5
x = FIND "orders"
limit = 5
TALK COUNT(x) + " " + limit
