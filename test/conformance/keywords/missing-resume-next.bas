' 5.6: ON ERROR RESUME NEXT goes on behind a missing service, the target is NULL
ON ERROR RESUME NEXT
page = POST "https://api.example.com/orders", {count: 2}
IF page IS NULL THEN TALK "no answer, error " & ERR
' expect: no answer, error 404
