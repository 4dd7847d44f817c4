' 3.9, H-36: what a user typed stays foreign through variables and +
' data
' table people: [{"id": 1, "name": "Ann"}, {"id": 2, "name": "Bob"}]
' input: x' OR name<>'
' expect error: 93
HEAR typed
part = "'" + typed
part = part + "'"
f = "name = " + part
r = FIND "people", f
TALK "rows: " + COUNT(r)
