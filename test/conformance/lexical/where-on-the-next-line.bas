' 1.3 rule 5: clauses of a query may stand on lines of their own, in any order
' table orders: [{"n":1,"total":30},{"n":2,"total":10},{"n":3,"total":20}]
rows = FIND "orders"
  WHERE total >= 20
  ORDER BY total
  LIMIT 5
FOR EACH r IN rows
  TALK r.n
NEXT
' expect: 3
' expect: 1
