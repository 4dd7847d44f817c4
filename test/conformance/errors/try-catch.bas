TRY
  TALK "in"
  THROW "oops"
  TALK "never"
CATCH e
  TALK e.message
  TALK e.line
END TRY
TALK "after"
TRY
  TALK "fine"
CATCH
  TALK "never"
END TRY
' expect: in
' expect: oops
' expect: 3
' expect: after
' expect: fine
' section: 5.6
