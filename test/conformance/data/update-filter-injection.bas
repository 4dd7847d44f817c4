' 3.9, H-36: UPDATE by a filter text is guarded in the same way
' data
' table orders: [{"id": 1, "city": "Rome", "total": 20, "status": "new"}, {"id": 2, "city": "Oslo", "total": 70, "status": "paid"}, {"id": 3, "city": "Rome", "total": 50, "status": "paid"}]
' input: Rome' OR 'a'='a
' expect: 93
' expect: new
HEAR town
TRY
  UPDATE "orders", "city='" + town + "'", {status: "gone"}
CATCH e
  TALK e.number
END TRY
o = FIND "orders", "id = 1"
TALK o.status
