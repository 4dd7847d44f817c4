' 3.9: INSERT tells success, and an id that is there is refused without an error
' data
' table orders: [{"id": 1, "city": "Rome", "total": 20, "status": "new"}, {"id": 2, "city": "Oslo", "total": 70, "status": "paid"}, {"id": 3, "city": "Rome", "total": 50, "status": "paid"}]
' expect: true 9
' expect: false
' expect: 20
a = INSERT "orders", {id: 9, total: 1}
TALK a.success + " " + a.id
b = INSERT "orders", {id: 1, total: 1}
TALK b.success
TALK FIND("orders", "id=1").total
