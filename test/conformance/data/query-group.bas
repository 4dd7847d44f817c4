' 3.9: QUERY groups, counts and orders
' data
' table orders: [{"id": 1, "city": "Rome", "total": 20, "status": "new"}, {"id": 2, "city": "Oslo", "total": 70, "status": "paid"}, {"id": 3, "city": "Rome", "total": 50, "status": "paid"}]
' expect: Rome 2 70
' expect: Oslo 1 70
rows = QUERY "SELECT city, COUNT(*) AS n, SUM(total) AS sum FROM orders GROUP BY city ORDER BY n DESC"
FOR EACH r IN rows
  TALK r.city + " " + r.n + " " + r.sum
NEXT
