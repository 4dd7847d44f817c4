' 1.3, Annex D 45: SELECT over several lines, WHERE behind GROUP BY
' data
' table orders: [{"id": 1, "city": "Rome", "total": 20, "status": "new"}, {"id": 2, "city": "Oslo", "total": 70, "status": "paid"}, {"id": 3, "city": "Rome", "total": 50, "status": "paid"}]
' expect: Rome 50
rows = SELECT city, SUM(total) AS sum
  FROM orders
  GROUP BY city
  WHERE status = 'paid' AND city = "Rome"
TALK rows.city + " " + rows.sum
