' 5.6: a TRY is nearer than the ON ERROR of the same body: its CATCH gets the error
ON ERROR RESUME NEXT
TRY
  stock = loadStock("tea")
  TALK "not reached"
CATCH problem
  TALK "caught: " & problem.message
END TRY
' With only a FINALLY the error leaves the TRY, and ON ERROR goes on behind it.
TRY
  stock = loadStock("cup")
  TALK "not reached"
FINALLY
  TALK "closed"
END TRY
TALK "went on, " & ERR
FUNCTION loadStock(item)
  THROW {number: 70, message: "no " & item}
END FUNCTION
' expect: caught: no tea
' expect: closed
' expect: went on, 70
