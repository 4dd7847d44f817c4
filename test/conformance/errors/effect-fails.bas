TRY
  x = LLM "question"
CATCH e
  TALK "no model: " & e.number
END TRY
x = LLM "again"
' expect: no model: 500
' expect error: 500 line 6
