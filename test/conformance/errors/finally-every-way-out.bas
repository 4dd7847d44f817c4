FOR i = 1 TO 4
  TRY
    IF i = 1 THEN CONTINUE FOR
    IF i = 3 THEN EXIT FOR
    TALK "body " & i
  FINALLY
    TALK "finally " & i
  END TRY
NEXT
FUNCTION f()
  TRY
    TRY
      RETURN "value"
    FINALLY
      TALK "inner"
    END TRY
  FINALLY
    TALK "outer"
  END TRY
END FUNCTION
TALK f()
GOTO start
start:
TRY
  GOTO out
FINALLY
  TALK "goto"
END TRY
out:
TRY
  TRY
    THROW "x"
  FINALLY
    TALK "passing"
  END TRY
CATCH e
  TALK e.message & " " & e.line
END TRY
' expect: finally 1
' expect: body 2
' expect: finally 2
' expect: finally 3
' expect: inner
' expect: outer
' expect: value
' expect: goto
' expect: passing
' expect: x 32
' section: 5.6
