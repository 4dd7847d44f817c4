' 5.6: under RESUME NEXT the target of the failed statement becomes NULL
ON ERROR RESUME NEXT
value = "old"
value = JSON_PARSE("{")
TALK "[", value, "] ", value IS NULL
ON ERROR GOTO 0
value = JSON_PARSE("{")
' expect: [] true
' expect error: 5 line 7
