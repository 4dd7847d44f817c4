' 3.9, H-36: an unquoted hole that is empty is no value, and never all rows
' data
' table orders: [{"id": 1, "city": "Rome", "total": 20, "status": "new"}, {"id": 2, "city": "Oslo", "total": 70, "status": "paid"}, {"id": 3, "city": "Rome", "total": 50, "status": "paid"}]
' expect: 93
nothing = NULL
TRY
  r = FIND "orders", "id = ${nothing}"
  TALK "rows " + COUNT(r)
CATCH e
  TALK e.number
END TRY
