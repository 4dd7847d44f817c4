' 3.9: UPDATE table, object with id
' data
' table orders: [{"id": 1, "city": "Rome", "total": 20, "status": "new"}, {"id": 2, "city": "Oslo", "total": 70, "status": "paid"}, {"id": 3, "city": "Rome", "total": 50, "status": "paid"}]
' expect: 1
' expect: Bergen
o = {id: 2, city: "Bergen"}
TALK UPDATE("orders", o)
TALK FIND("orders", "id=2").city
