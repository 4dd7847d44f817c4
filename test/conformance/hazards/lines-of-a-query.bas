' 1.3 H-46: a query goes on behind OR, and on a line that begins with WHERE
' table stock: [{"part":"bolt","n":5},{"part":"nut","n":9},{"part":"gear","n":1}]
r = FIND "stock" WHERE part = "bolt" OR
  part = "gear"
TALK COUNT(r)
s = FIND "stock"

  WHERE n > 4
TALK COUNT(s)
' expect: 2
' expect: 2
