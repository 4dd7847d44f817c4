po = FIND "orders", "id = 2"
TALK po.status
TALK COUNT(po)
TALK po[0].id
IF po THEN TALK "found"
FOR EACH x IN po
  TALK x.id
NEXT
all = FIND "orders"
TALK UBOUND(all) & all.count
TALK all.status
' table orders: [{"id": 1, "status": "new"}, {"id": 2, "status": "done"}, {"id": 3, "status": "new"}]
' expect: done
' expect: 1
' expect: 2
' expect: found
' expect: 2
' expect: 33
' expect: new
' section: 2.2
