' 3.9, H-36: a parameter knows where its text came from
' data
' table people: [{"id": 1, "name": "Ann"}, {"id": 2, "name": "Bob"}]
' input: Bob' OR 'a'='a
' expect: 1
' expect: error 93
HEAR typed
show("name = '" + "Ann" + "'")
TRY
  show("name = '" + typed + "'")
CATCH e
  TALK "error " + e.number
END TRY
SUB show(condition)
  r = FIND "people", condition + " AND id > 0"
  TALK COUNT(r)
END SUB
