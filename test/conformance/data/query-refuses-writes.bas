' 3.9: QUERY runs one SELECT and nothing else
' data
' table orders: [{"id": 1, "city": "Rome", "total": 20, "status": "new"}, {"id": 2, "city": "Oslo", "total": 70, "status": "paid"}, {"id": 3, "city": "Rome", "total": 50, "status": "paid"}]
' expect: 93
' expect: 93
' expect: 3
TRY
  QUERY "DELETE FROM orders"
CATCH e
  TALK e.number
END TRY
TRY
  QUERY "SELECT 1; DROP TABLE orders"
CATCH e
  TALK e.number
END TRY
TALK COUNT(FIND("orders"))
