' 3.9: an empty filter text deletes nothing
' data
' table orders: [{"id": 1, "city": "Rome", "total": 20, "status": "new"}, {"id": 2, "city": "Oslo", "total": 70, "status": "paid"}, {"id": 3, "city": "Rome", "total": 50, "status": "paid"}]
' expect: 93
' expect: 3
f = ""
TRY
  DELETE "orders", f
CATCH e
  TALK e.number
END TRY
TALK COUNT(FIND("orders"))
