' 3.9: CASE, functions and text in QUERY
' data
' table orders: [{"id": 1, "city": "Rome", "total": 20, "status": "new"}, {"id": 2, "city": "Oslo", "total": 70, "status": "paid"}, {"id": 3, "city": "Rome", "total": 50, "status": "paid"}]
' expect: ROME small
' expect: OSLO big
rows = QUERY "SELECT UPPER(city) AS town, CASE WHEN total > 60 THEN 'big' ELSE 'small' END AS size FROM orders WHERE id < 3 ORDER BY id"
FOR EACH r IN rows
  TALK r.town + " " + r.size
NEXT
