' 3.9: DELETE by filter text, by id, FROM with WHERE, and FROM alone
' data
' table orders: [{"id": 1, "city": "Rome", "total": 20, "status": "new"}, {"id": 2, "city": "Oslo", "total": 70, "status": "paid"}, {"id": 3, "city": "Rome", "total": 50, "status": "paid"}]
' expect: 1 2
' expect: 1 1
' expect: 1 0
n = DELETE "orders", "city = Oslo"
TALK n + " " + COUNT(FIND("orders"))
n = DELETE FROM "orders" WHERE total < 30
TALK n + " " + COUNT(FIND("orders"))
n = DELETE FROM "orders"
TALK n + " " + COUNT(FIND("orders"))
