' A procedure has its own handler; HEAR in it parks; an error in the handler is the caller's.
FUNCTION ask(fails)
  LOCAL answer, n
  n = 0
  ON ERROR GOTO again
  retry:
  IF n < fails THEN THROW "n is ${n}"
  RETURN "after ${n}"
  again:
  n = n + 1
  HEAR answer
  TALK answer, ": ", ERROR MESSAGE
  IF answer = "break" THEN THROW "from the handler"
  RESUME retry
END FUNCTION
TALK ask(2)
TRY
  TALK ask(1)
CATCH e
  TALK "caught ", e.message
END TRY
' input: one
' input: two
' input: break
' expect: one: n is 0
' expect: two: n is 1
' expect: after 2
' expect: break: n is 0
' expect: caught from the handler
' section: 5.6
