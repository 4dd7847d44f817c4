' 3.2: EXIT ends the script without a value, whatever the FINALLY on its way computes
SUB clean(what)
  log = "cleaned " & what
END SUB
TRY
  TALK "working"
  EXIT
FINALLY
  clean("the desk")
  TALK log
END TRY
' expect: working
' expect: cleaned the desk
' expect result:
