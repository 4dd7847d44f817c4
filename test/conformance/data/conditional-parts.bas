' 3.9, H-36: parts chosen by ? :, IF and OR keep their origin
' data
' table orders: [{"id": 1, "city": "Rome", "total": 20, "status": "new"}, {"id": 2, "city": "Oslo", "total": 70, "status": "paid"}, {"id": 3, "city": "Rome", "total": 50, "status": "paid"}]
' expect: 2
' expect: 3
cheap = FALSE
f = "city = 'Oslo' AND " + (cheap ? "total < 10" : "total > 10")
TALK FIND("orders", f).id
extra = NULL
g = "total = 50" + (extra OR " AND id = 3")
h = FIND "orders", g
TALK h.id
