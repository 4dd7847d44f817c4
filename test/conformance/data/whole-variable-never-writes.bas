' 3.9, Annex D 29: a PARAM as the whole filter does not delete
' data
' table orders: [{"id": 1, "city": "Rome", "total": 20, "status": "new"}, {"id": 2, "city": "Oslo", "total": 70, "status": "paid"}, {"id": 3, "city": "Rome", "total": 50, "status": "paid"}]
' var: wanted = "city = Rome"
' expect: 93
' expect: 3
PARAM wanted AS STRING
TRY
  DELETE "orders", wanted
CATCH e
  TALK e.number
END TRY
TALK COUNT(FIND("orders"))
