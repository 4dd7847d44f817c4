' 3.9: a name on the right that nothing sets is a column of the row
' data
' table stock: [{"id": 1, "amount": 3, "least": 5}, {"id": 2, "amount": 9, "least": 5}]
' expect: 1
low = FIND "stock" WHERE amount < least
TALK low.id
