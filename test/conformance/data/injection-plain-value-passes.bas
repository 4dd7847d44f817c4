' 3.9, H-36: a value that is only a value passes, in quotes and without
' data
' table people: [{"id": 1, "name": "Ann Lee"}, {"id": 2, "name": "Bob"}]
' input: Ann Lee
' input: 2
' expect: 1
' expect: Bob
HEAR who
HEAR number
r = FIND "people", "name='" + who + "'"
TALK r.id
s = FIND "people", "id=" + number
TALK s.name
