' 3.9: UPDATE table, id, values: columns named like the variables
' data
' table orders: [{"id": 1, "city": "Rome", "total": 20, "status": "new"}, {"id": 2, "city": "Oslo", "total": 70, "status": "paid"}, {"id": 3, "city": "Rome", "total": 50, "status": "paid"}]
' expect: sent Paris
status = "sent"
city = "Paris"
more = 1
UPDATE "orders", "2", status, city, more
o = FIND "orders", "id = 2"
TALK o.status + " " + o.city
