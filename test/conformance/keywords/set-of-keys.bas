' H-17: SET of a variable and of keys
' effect SET: null
SET total = 4
SET "order.total" = total
SET "order.state", "open"
TALK total
' expect: SET {"key":"order.total","value":4}
' expect: SET {"key":"order.state","value":"open"}
' expect: 4
