' Objects, fields, WITH, interpolation, and what the host hands over.
customer = {name: "Ann", "full name": "Ann Lee", [UCASE("key")]: 1, tags: ["a", "b"]}
customer.name = customer.name & "!"
customer.address.city = "Rome"
order = NULL
order.items = [1]
WITH customer
  .age = 30
  .label = "${.name} is ${.age}"
END WITH
WITH fresh
  id = 5
  name = customer.name
END WITH
rows = FIND "people" WHERE age > 20 AND name LIKE "A%" ORDER BY name LIMIT 5
id = SAVE "orders", order
file = HEAR AS FILE
when = #2025-03-01#
span = DAYS(2)
alias = customer
FOR EACH row IN rows
  TALK "${row.name} ${row.age + 1}"
NEXT
alias.name = "Bea"
TALK customer.name, " ", customer?.address.city, " ", fresh, " ", id.rows_affected, id, " ", file.name, " ", rows.age
TALK when + span, " ", order, " ", customer
' answer rows: [{"name":"Ann","age":30},{"name":"Al","age":41}]
' answer id: 17
' answer file: {"path":"u/a.pdf","name":"a.pdf","mime":"application/pdf","size":9,"url":"/f/1"}
