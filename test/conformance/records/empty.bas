po = FIND "orders", "id = 99"
IF po = NULL THEN TALK "null"
IF po IS NULL THEN TALK "is null"
IF NOT po THEN TALK "false"
TALK "[" & po.status & "]"
IF po <> "" THEN TALK "no"
FOR EACH x IN po
  TALK "no"
NEXT
po.status = "made"
TALK po.status & COUNT(po)
none = FIND "nothing"
TALK COUNT(none)
' table orders: [{"id": 1, "status": "new"}]
' expect: null
' expect: is null
' expect: false
' expect: []
' expect: made1
' expect: 0
' section: 2.2
