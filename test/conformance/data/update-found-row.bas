' 2.2, 3.9: a found row is changed and saved again
' data
' table orders: [{"id": 1, "city": "Rome", "total": 20, "status": "new"}, {"id": 2, "city": "Oslo", "total": 70, "status": "paid"}, {"id": 3, "city": "Rome", "total": 50, "status": "paid"}]
' expect: closed 3
po = FIND "orders", "id = 2"
po.status = "closed"
SAVE "orders", po
again = FIND "orders" WHERE id = 2
TALK again.status + " " + COUNT(FIND("orders"))
