' 3.9: SAVE table, id, object updates by the id
' data
' table orders: [{"id": 1, "city": "Rome", "total": 20, "status": "new"}, {"id": 2, "city": "Oslo", "total": 70, "status": "paid"}, {"id": 3, "city": "Rome", "total": 50, "status": "paid"}]
' expect: paid 20
SAVE "orders", 1, {status: "paid"}
o = FIND "orders", "id = 1"
TALK o.status + " " + o.total
