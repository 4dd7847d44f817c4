SUB go()
  EXIT
END SUB
TRY
  go()
FINALLY
  TALK "callee's"
END TRY
RETURN 5
' section: 5.6
