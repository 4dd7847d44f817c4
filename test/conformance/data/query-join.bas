' 3.9: QUERY joins two tables, and LEFT JOIN keeps rows without a partner
' data
' table orders: [{"id": 1, "customer": 7, "total": 20}, {"id": 2, "customer": 8, "total": 30}]
' table customers: [{"id": 7, "name": "Ann"}]
' expect: 1 Ann
' expect: 2 
rows = QUERY "SELECT o.id, c.name FROM orders o LEFT JOIN customers c ON c.id = o.customer ORDER BY o.id"
FOR EACH r IN rows
  TALK r.id + " " + r.name
NEXT
