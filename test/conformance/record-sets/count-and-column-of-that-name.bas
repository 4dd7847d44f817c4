' 2.2: a column wins over the property of the same name
' table parts: [{"id":1,"count":40},{"id":2,"count":2}]
' table plain: [{"id":1},{"id":2},{"id":3}]
p = FIND "parts"
q = FIND "plain"
TALK p.count & " " & q.count & " " & q.length & " " & COUNT(p)
TALK q.first.id & q.last.id & q.rows[1].id
' expect: 40 3 3 2
' expect: 132
