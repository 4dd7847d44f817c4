' 5.6: a text that is no JSON is error 5 with the reason
TRY
  x = JSON_PARSE("{oops}")
CATCH e
  TALK e.number, " ", STARTSWITH(e.message, "This text is not JSON")
END TRY
' expect: 5 true
