' 1.3, 3.9: GROUP BY, also before WHERE, gives each value with its rows
' data
' table orders: [{"id": 1, "city": "Rome", "total": 20, "status": "new"}, {"id": 2, "city": "Oslo", "total": 70, "status": "paid"}, {"id": 3, "city": "Rome", "total": 50, "status": "paid"}]
' expect: Rome 1
g = FIND "orders" GROUP BY city WHERE total > 30 AND city = "Rome"
FOR EACH town IN KEYS(g)
  TALK town + " " + COUNT(g[town])
NEXT
