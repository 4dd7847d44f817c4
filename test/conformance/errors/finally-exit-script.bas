TRY
  TALK "a"
  EXIT
FINALLY
  TALK "cleanup"
END TRY
TALK "never"
' expect: a
' expect: cleanup
' section: 5.6
