' Annex D 5: no match is an empty set in every way
' data
' table orders: [{"id": 1, "city": "Rome", "total": 20, "status": "new"}, {"id": 2, "city": "Oslo", "total": 70, "status": "paid"}, {"id": 3, "city": "Rome", "total": 50, "status": "paid"}]
' expect: none null blank 0
r = FIND "orders", "city = Paris"
IF NOT r THEN a = "none"
IF r = NULL THEN b = "null"
IF r.city = "" THEN c = "blank"
TALK a + " " + b + " " + c + " " + COUNT(r)
