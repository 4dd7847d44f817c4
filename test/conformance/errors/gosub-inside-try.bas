' 5.6: a TRY around a GOSUB catches what goes wrong in the subroutine, and the GOSUB is over
SUB order(item)
  TRY
    GOSUB check
    TALK item & " is fine"
  CATCH e
    TALK item & ": " & e.message & " in line " & e.line
  FINALLY
    TALK "checked"
  END TRY
  EXIT SUB
  check:
  IF item = "glass" THEN THROW "sold out"
  RETURN
END SUB
order("tea")
order("glass")
TRY
  GOSUB leave
FINALLY
  TALK "at the end"
END TRY
leave:
EXIT
' expect: tea is fine
' expect: checked
' expect: glass: sold out in line 13
' expect: checked
' expect: at the end
