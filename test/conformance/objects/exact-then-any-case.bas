o = {"Id": 1, "id": 2}
TALK o.id
TALK o.Id
TALK o.ID
o.ID = 9
TALK o.Id
' expect: 2
' expect: 1
' expect: 1
' expect: 9
' section: 1.6
