' 3.7: SET CONTEXT with one operand, with AS and with a comma; CLEAR CONTEXT
' effect SET CONTEXT: null
' effect CLEAR CONTEXT: null
' effect SET ANSWER MODE: null
SET CONTEXT "The person is new."
SET CONTEXT "order" AS "Order 7"
SET CONTEXT "place", "Lisbon"
CLEAR CONTEXT "order"
CLEAR CONTEXT
SET ANSWER MODE "document"
' expect: SET CONTEXT {"text":"The person is new."}
' expect: SET CONTEXT {"name":"order","text":"Order 7"}
' expect: SET CONTEXT {"name":"place","text":"Lisbon"}
' expect: CLEAR CONTEXT {"name":"order"}
' expect: CLEAR CONTEXT {}
' expect: SET ANSWER MODE {"mode":"document"}
