' 3.9, Annex D 50: a bare column in WHERE is true or not
' data
' table users: [{"id": 1, "active": true}, {"id": 2, "active": false}, {"id": 3, "active": null}]
' expect: 1
' expect: 2
TALK FIND("users" WHERE active).id
TALK COUNT(FIND("users" WHERE NOT active))
