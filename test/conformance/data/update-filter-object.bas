' 3.9: UPDATE table, filter, object
' data
' table orders: [{"id": 1, "city": "Rome", "total": 20, "status": "new"}, {"id": 2, "city": "Oslo", "total": 70, "status": "paid"}, {"id": 3, "city": "Rome", "total": 50, "status": "paid"}]
' expect: 2
' expect: archived
n = UPDATE "orders", "status = paid", {status: "archived"}
TALK n
TALK FIND("orders", "id=3").status
