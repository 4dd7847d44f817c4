' 3.9: FIND source, column, value
' data
' table orders: [{"id": 1, "city": "Rome", "total": 20, "status": "new"}, {"id": 2, "city": "Oslo", "total": 70, "status": "paid"}, {"id": 3, "city": "Rome", "total": 50, "status": "paid"}]
' expect: 2
r = FIND "orders", "city", "Oslo"
TALK r.id
