TALK "a"
TRY
  THROW "gone"
FINALLY
  TALK "cleanup"
END TRY
TALK "never"
' expect: a
' expect: cleanup
' expect error: 1000 line 3
' section: 5.6
