' 3.9, H-36: a FUNCTION's result knows it too
' data
' table people: [{"id": 1, "name": "Ann"}, {"id": 2, "name": "Bob"}]
' input: Ann
' input: Ann' OR id > '0
' expect: 1
' expect: error 93
FOR i = 1 TO 2
  HEAR typed
  TRY
    r = FIND "people", named(typed) + " AND id < 9"
    TALK COUNT(r)
  CATCH e
    TALK "error " + e.number
  END TRY
NEXT
FUNCTION named(who)
  RETURN "name = '" + who + "'"
END FUNCTION
