' 3.9: FIND with WHERE, ORDER BY and LIMIT gives the matching rows in order
' data
' table orders: [{"id": 1, "city": "Rome", "total": 20}, {"id": 2, "city": "Oslo", "total": 70}, {"id": 3, "city": "Rome", "total": 50}]
' expect: 3 1
big = FIND "orders" WHERE city = "Rome" ORDER BY total DESC LIMIT 5
line = ""
FOR EACH o IN big
  line = line + o.id + " "
NEXT
TALK TRIM(line)
