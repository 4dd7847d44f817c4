' TRY, FINALLY, ON ERROR, RESUME.
FUNCTION tried(n)
  TRY
    IF n = 1 THEN THROW {message: "one", number: 7, extra: "kept"}
    IF n = 2 THEN RETURN "two"
    ASSERT n < 4, "four"
    RETURN "three"
  CATCH e
    TALK e.message, e.number, " ", e.extra, " line ", e.line
    IF n = 4 THEN THROW "again"
  FINALLY
    TALK "finally ", n
  END TRY
  RETURN "caught"
END FUNCTION
FOR i = 1 TO 3
  TALK tried(i)
NEXT
TRY
  TALK tried(4)
CATCH e
  TALK "outer ", e.message
END TRY
ON ERROR RESUME NEXT
x = 5
x = NOSUCHTHING(1)
TALK ERR, " ", x, " ", ERROR MESSAGE <> "", " ", ERL, " ", ERROR
CLEAR ERROR
TALK ERR, ERROR
ON ERROR GOTO trap
y = GET "https://example.org/"
TALK "y ", y
tries = 0
THROW "first"
TALK "next"
ON ERROR GOTO 0
SEND THE IMPOSSIBLE
END
trap:
tries = tries + 1
TALK "trap ", ERROR MESSAGE
IF ERR = 500 AND tries = 1 THEN RESUME
RESUME NEXT
' answer error: 500
' answer: "got"
