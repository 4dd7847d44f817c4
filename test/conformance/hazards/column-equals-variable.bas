' 3.9 H-8 D-6: in WHERE the left name is a column, the right one a variable
' table people: [{"email":"a@x.org","n":1},{"email":"b@x.org","n":2}]
email = "b@x.org"
user = {n: 1}
r = FIND "people" WHERE email = email
TALK r.n
s = FIND "people" WHERE n = user.n
TALK s.email
' expect: 2
' expect: a@x.org
