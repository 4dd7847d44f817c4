' 3.9, H-17: SET of three texts updates a table
' data
' table orders: [{"id": 1, "city": "Rome", "total": 20, "status": "new"}, {"id": 2, "city": "Oslo", "total": 70, "status": "paid"}, {"id": 3, "city": "Rome", "total": 50, "status": "paid"}]
' expect: held
SET "orders", "city=Oslo", "status=held"
TALK FIND("orders", "id=2").status
