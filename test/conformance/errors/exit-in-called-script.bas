' EXIT ends only the script that it stands in; its FINALLY blocks run, and the caller goes on.
TRY
  x = CALL "leaves.bas"
  TALK "back: [${x}]"
FINALLY
  TALK "caller's own"
END TRY
' expect: callee's
' expect: back: []
' expect: caller's own
' section: 5.6
