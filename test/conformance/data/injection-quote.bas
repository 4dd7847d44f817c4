' 3.9, H-36: a quote and OR from a user are refused with error 93, never all rows
' data
' table people: [{"id": 1, "name": "Ann"}, {"id": 2, "name": "Bob"}]
' input: a' OR '1'='1
' expect error: 93
HEAR who
r = FIND "people", "name='" + who + "'"
TALK "rows: " + COUNT(r)
' covers: D-29
