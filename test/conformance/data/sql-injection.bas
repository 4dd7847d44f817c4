' 3.9: a value inside the quotes of QUERY cannot end them
' data
' table orders: [{"id": 1, "city": "Rome", "total": 20, "status": "new"}, {"id": 2, "city": "Oslo", "total": 70, "status": "paid"}, {"id": 3, "city": "Rome", "total": 50, "status": "paid"}]
' input: Oslo
' input: Oslo' OR '1'='1
' expect: 1
' expect: 93
FOR i = 1 TO 2
  HEAR town
  TRY
    r = QUERY "SELECT id FROM orders WHERE city = '" + town + "'"
    TALK COUNT(r)
  CATCH e
    TALK e.number
  END TRY
NEXT
