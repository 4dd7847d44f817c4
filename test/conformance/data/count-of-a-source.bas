' 3.9: COUNT and SUM of a text in quotes read the table of that name
' data
' table orders: [{"id": 1, "total": 20}, {"id": 2, "total": 30}]
' expect: 2 50
' expect: 3
TALK COUNT("orders") + " " + SUM("orders", "total")
word = "abc"
TALK COUNT(word)
