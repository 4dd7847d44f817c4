' 3.9: a foreign text cannot choose the column that SET changes
' data
' table orders: [{"id": 1, "city": "Rome", "total": 20, "status": "new"}, {"id": 2, "city": "Oslo", "total": 70, "status": "paid"}, {"id": 3, "city": "Rome", "total": 50, "status": "paid"}]
' input: total=0
' expect error: 93
HEAR typed
SET "orders", "id = 1", typed
