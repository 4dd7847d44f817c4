TRY
  HEAR x WITH "x?"
  IF x = "bad" THEN THROW "bad input"
  TALK "fine"
CATCH e
  HEAR y WITH e.message
  TALK y
FINALLY
  HEAR z WITH "z?"
  TALK z
END TRY
TALK "end"
' input: bad
' input: sorry
' input: ok
' expect: x?
' expect: bad input
' expect: sorry
' expect: z?
' expect: ok
' expect: end
' section: 5.2
