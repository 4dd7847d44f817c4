' 3.9: UNION leaves each row once, UNION ALL keeps all; ORDER BY behind the last SELECT sorts the whole
' data
' table orders: [{"id": 1, "town": "Rome"}, {"id": 2, "town": "Oslo"}]
' table customers: [{"id": 7, "town": "Rome"}]
' expect: Rome
' expect: Oslo
' expect: 3
rows = QUERY "SELECT town FROM orders UNION SELECT town FROM customers ORDER BY town DESC"
FOR EACH r IN rows
  TALK r.town
NEXT
all = QUERY "SELECT town FROM orders UNION ALL SELECT town FROM customers"
TALK COUNT(all)
