' 3.9: on the right of SET a variable goes before the column of its name
' data
' table orders: [{"id": 1, "city": "Rome", "total": 20, "status": "new"}, {"id": 2, "city": "Oslo", "total": 70, "status": "paid"}, {"id": 3, "city": "Rome", "total": 50, "status": "paid"}]
' expect: 5
total = 5
UPDATE "orders" SET total = total WHERE id = 2
TALK FIND("orders", "id=2").total
