' 3.9: WHERE email = email with no such variable never means every row
' data
' table users: [{"id": 1, "email": "a@x.org"}, {"id": 2, "email": "b@x.org"}]
' expect: 0
TALK COUNT(FIND("users" WHERE email = email))
