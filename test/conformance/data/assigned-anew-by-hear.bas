' 3.9, H-36: HEAR into a variable that held a filter makes all of it foreign
' data
' table orders: [{"id": 1, "city": "Rome", "total": 20, "status": "new"}, {"id": 2, "city": "Oslo", "total": 70, "status": "paid"}, {"id": 3, "city": "Rome", "total": 50, "status": "paid"}]
' input: total > 0
' expect: 2
' expect: 93
f = "total > 60"
r = FIND "orders", "id > 0 AND " + f
TALK r.id
HEAR f
TRY
  r = FIND "orders", "id > 0 AND " + f
  TALK "rows " + COUNT(r)
CATCH e
  TALK e.number
END TRY
