' 3.9: FIRST keeps one row, OFFSET leaves rows out
' data
' table orders: [{"id": 1, "city": "Rome", "total": 20, "status": "new"}, {"id": 2, "city": "Oslo", "total": 70, "status": "paid"}, {"id": 3, "city": "Rome", "total": 50, "status": "paid"}]
' expect: 1
' expect: {"id":1,"city":"Rome","total":20,"status":"new"}
' expect: 3
r = FIND "orders" ORDER BY id FIRST
TALK COUNT(r)
TALK r
s = FIND "orders" ORDER BY id OFFSET 2
TALK s.id
