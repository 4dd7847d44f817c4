' 3.9, H-57: ORDER BY and LIMIT inside the filter text
' data
' table orders: [{"id": 1, "city": "Rome", "total": 20, "status": "new"}, {"id": 2, "city": "Oslo", "total": 70, "status": "paid"}, {"id": 3, "city": "Rome", "total": 50, "status": "paid"}]
' expect: 3
r = FIND "orders", "city='Rome' ORDER BY total DESC LIMIT 1"
TALK r.id
