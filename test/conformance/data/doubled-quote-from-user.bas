' 3.9, H-36: quotes that a user doubled himself stay inside the value
' data
' table people: [{"id": 1, "name": "O'Neil"}, {"id": 2, "name": "Bob"}]
' input: O''Neil
' expect: 1
HEAR who
r = FIND "people", "name = '" + who + "'"
TALK r.id
