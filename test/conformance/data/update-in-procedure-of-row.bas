' 3.9: a parameter of a SUB is the value, not the column, on the right of WHERE
' data
' table orders: [{"id": 1, "city": "Rome", "total": 20, "status": "new"}, {"id": 2, "city": "Oslo", "total": 70, "status": "paid"}, {"id": 3, "city": "Rome", "total": 50, "status": "paid"}]
' expect: 70
show(2)
SUB show(id)
  o = FIND "orders" WHERE id = id
  TALK o.total
END SUB
