' 3.9: in SET of three texts a foreign text is the value, whatever it holds
' data
' table orders: [{"id": 1, "city": "Rome", "total": 20, "status": "new"}, {"id": 2, "city": "Oslo", "total": 70, "status": "paid"}, {"id": 3, "city": "Rome", "total": 50, "status": "paid"}]
' input: gone, total=0
' expect: gone, total=0
' expect: 20
HEAR typed
SET "orders", "id = 1", "status=" + typed
o = FIND "orders", "id = 1"
TALK o.status
TALK o.total
