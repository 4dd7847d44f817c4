' 3.9, H-36: an OR that a hole brings is refused, also without quotes
' data
' table people: [{"id": 1}, {"id": 2}, {"id": 3}]
' input: 3 OR 1=1
' expect: refused 93
HEAR number
TRY
  r = FIND "people", "id = ${number}"
  TALK "rows: " + COUNT(r)
CATCH e
  TALK "refused " + e.number
END TRY
