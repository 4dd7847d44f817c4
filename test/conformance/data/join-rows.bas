' 3.9, H-29: JOIN of two lists and a key joins rows; of a list and a text, texts
' data
' expect: Ann 20
' expect: 1
' expect: a-b
orders = [{customer: 1, total: 20}, {customer: 9, total: 5}]
customers = [{customer: 1, name: "Ann"}]
full = JOIN orders, customers, "customer"
TALK full.name + " " + full.total
TALK COUNT(full)
TALK JOIN(["a", "b"], "-")
