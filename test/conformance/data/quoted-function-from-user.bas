' 3.9, H-36: what reads like a function in a value is a text
' data
' table notes: [{"id": 1, "text": "NOW()"}, {"id": 2, "text": "later"}]
' input: NOW()
' expect: 1
HEAR typed
r = FIND "notes", "text = " + typed
TALK r.id
