' 1.3, 3.9: the clauses may stand in any order, over several lines
' data
' table orders: [{"id": 1, "city": "Rome", "total": 20, "status": "new"}, {"id": 2, "city": "Oslo", "total": 70, "status": "paid"}, {"id": 3, "city": "Rome", "total": 50, "status": "paid"}]
' expect: 2
r = FIND "orders"
  LIMIT 1
  ORDER BY total DESC
  WHERE total > 30
TALK r.id
