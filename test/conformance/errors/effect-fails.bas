TRY
  x = LLM "question"
CATCH e
  TALK "no model: " & e.number
END TRY
x = LLM "again"
' expect: no model: 404
' expect error: 404 line 6
' section: 5.6
