' 5.6 D-32: ON ERROR RESUME NEXT with ERROR MESSAGE, TRY and CATCH, THROW
ON ERROR RESUME NEXT
THROW "first"
IF ERROR THEN TALK ERROR MESSAGE
CLEAR ERROR
ON ERROR GOTO 0
TRY
  THROW "second"
CATCH e
  TALK e.message
FINALLY
  TALK "always"
END TRY
THROW "third"
' expect: first
' expect: second
' expect: always
' expect error: 1000
