' 5.6: CATCH needs no variable; FINALLY runs on every way
FUNCTION attempt(n)
  TRY
    IF n = 1 THEN THROW "one"
    RETURN "fine"
  CATCH
    RETURN "caught " & ERROR MESSAGE
  FINALLY
    TALK "finally ", n
  END TRY
END FUNCTION
TALK attempt(1)
TALK attempt(2)
' expect: finally 1
' expect: caught one
' expect: finally 2
' expect: fine
