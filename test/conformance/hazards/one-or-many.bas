' 2.2 H-10 D-5: the result of FIND is a list and its first row at once
' table po: [{"name":"desk","status":"open"}]
r = FIND "po", "name=desk"
TALK r.name & " " & r[0].name & " " & COUNT(r)
rounds = 0
FOR EACH x IN r
  rounds += 1
NEXT
TALK rounds
none = FIND "po", "name=chair"
IF NOT none AND none = NULL THEN TALK "[" & none.name & "]"
' expect: desk desk 1
' expect: 1
' expect: []
