' 3.9: SELECTs in brackets: IN, EXISTS with the row around, one value
' data
' table orders: [{"id": 1, "customer": 7, "total": 20}, {"id": 2, "customer": 8, "total": 30}, {"id": 3, "customer": 7, "total": 50}]
' table customers: [{"id": 7, "name": "Ann"}, {"id": 8, "name": "Bob"}, {"id": 9, "name": "Cy"}]
' expect: Ann
' expect: Bob
' expect: Cy
' expect: 3
rows = QUERY "SELECT name FROM customers WHERE id IN (SELECT customer FROM orders WHERE total > 25) ORDER BY id"
FOR EACH r IN rows
  TALK r.name
NEXT
idle = QUERY "SELECT c.name FROM customers c WHERE NOT EXISTS (SELECT 1 FROM orders o WHERE o.customer = c.id)"
TALK idle.name
best = QUERY "SELECT id FROM orders WHERE total = (SELECT MAX(total) FROM orders)"
TALK best.id
