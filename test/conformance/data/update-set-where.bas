' 3.9: UPDATE ... SET ... WHERE, over lines, with the old value on the right
' data
' table orders: [{"id": 1, "city": "Rome", "total": 20, "status": "new"}, {"id": 2, "city": "Oslo", "total": 70, "status": "paid"}, {"id": 3, "city": "Rome", "total": 50, "status": "paid"}]
' expect: 2
' expect: 40 done
n = UPDATE "orders" SET
  total = total * 2,
  status = "done"
  WHERE city = "Rome"
TALK n
o = FIND "orders" WHERE id = 1
TALK o.total + " " + o.status
