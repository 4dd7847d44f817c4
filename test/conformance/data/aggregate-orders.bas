' 3.9: AGGREGATE in its three orders
' data
' table orders: [{"id": 1, "city": "Rome", "total": 20, "status": "new"}, {"id": 2, "city": "Oslo", "total": 70, "status": "paid"}, {"id": 3, "city": "Rome", "total": 50, "status": "paid"}]
' expect: 140 120 70
' expect: 2
rows = FIND "orders"
a = AGGREGATE "SUM", rows, "total"
b = AGGREGATE "orders", "SUM", "total", "status = paid"
c = AGGREGATE rows SUM total WHERE city = "Rome"
TALK a + " " + b + " " + c
TALK AGGREGATE("COUNT", rows, "city", "city = Rome")
