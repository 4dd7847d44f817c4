' A FINALLY that leaves in its own way ends the EXIT that led through it.
SUB leave()
  EXIT
END SUB
FUNCTION kept()
  TRY
    leave()
  FINALLY
    RETURN 7
  END TRY
END FUNCTION
TALK kept()
FOR i = 1 TO 2
  TRY
    leave()
  FINALLY
    CONTINUE FOR
  END TRY
NEXT
TALK "behind ", i
TRY
  TRY
    leave()
  FINALLY
    THROW "instead"
  END TRY
CATCH e
  TALK e.message
END TRY
' expect: 7
' expect: behind 3
' expect: instead
' section: 5.6
