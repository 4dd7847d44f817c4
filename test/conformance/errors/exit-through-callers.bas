' EXIT in a procedure runs the FINALLY blocks of everything that called it, inside out, and no CATCH.
SUB leave()
  TRY
    TALK "leaving"
    EXIT
  CATCH e
    TALK "not caught"
  FINALLY
    TALK "own"
  END TRY
END SUB
SUB middle()
  TRY
    leave()
    TALK "not reached"
  CATCH e
    TALK "not caught"
  FINALLY
    HEAR x
    TALK "middle ", x
    TRY
      THROW "inside"
    CATCH e
      TALK e.message
    END TRY
  END TRY
  TALK "not reached"
END SUB
TRY
  TRY
    FOR i = 1 TO 3
      middle()
    NEXT
  FINALLY
    TALK "inner body ", i
  END TRY
FINALLY
  TALK "outer body"
END TRY
TALK "not reached"
' input: waits
' expect: leaving
' expect: own
' expect: middle waits
' expect: inside
' expect: inner body 1
' expect: outer body
' expect result:
' section: 5.6
