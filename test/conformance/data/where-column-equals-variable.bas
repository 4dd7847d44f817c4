' 3.9, H-8, Annex D 6: WHERE email = email compares the column with the variable
' data
' table users: [{"id": 1, "email": "a@x.org"}, {"id": 2, "email": "b@x.org"}]
' expect: 2
email = "b@x.org"
u = FIND "users" WHERE email = email
TALK u.id
