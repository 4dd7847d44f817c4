' 2.6, 3.9: IN, NOT IN, LIKE, BETWEEN, CONTAINS, IS NULL and STARTS WITH in WHERE
' data
' table items: [{"id": 1, "name": "Red lamp", "size": 3, "note": null}, {"id": 2, "name": "Blue lamp", "size": 5, "note": "x"}, {"id": 3, "name": "Red chair", "size": 9, "note": "y"}]
' expect: 1,2
' expect: 3
' expect: 1,2
' expect: 2
' expect: 1
' expect: 1,3
' expect: 2
wanted = [3, 5]
show(FIND("items" WHERE size IN wanted))
show(FIND("items" WHERE size NOT IN (3, 5)))
show(FIND("items" WHERE name LIKE "lamp"))
show(FIND("items" WHERE size BETWEEN 4 AND 6))
show(FIND("items" WHERE note IS NULL))
show(FIND("items" WHERE name STARTS WITH "Red"))
show(FIND("items" WHERE name CONTAINS "Blue"))
SUB show(rows)
  ids = []
  FOR EACH r IN rows
    PUSH ids, r.id
  NEXT
  TALK JOIN(ids, ",")
END SUB
