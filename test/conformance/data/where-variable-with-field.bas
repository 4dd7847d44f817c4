' 3.9: a dotted name is a variable with a field, unless its head is the source
' data
' table invoices: [{"id": 1, "customer": 7}, {"id": 2, "customer": 8}]
' expect: 2
' expect: 1
c = {number: 8}
TALK FIND("invoices" WHERE customer = c.number).id
TALK FIND("invoices" WHERE invoices.customer = 7).id
