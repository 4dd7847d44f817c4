' 3.9, Annex D 29: a filter that is one whole PARAM is parsed as given for reading
' data
' table orders: [{"id": 1, "city": "Rome", "total": 20, "status": "new"}, {"id": 2, "city": "Oslo", "total": 70, "status": "paid"}, {"id": 3, "city": "Rome", "total": 50, "status": "paid"}]
' var: wanted = "city = Rome AND total > 30"
' expect: 3
PARAM wanted AS STRING
r = FIND "orders", wanted
TALK r.id
