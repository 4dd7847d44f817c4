TRY
  CALL "thrower.bas"
CATCH e
  TALK "caught " & e.message
END TRY
CALL "thrower.bas"
' expect: caught from child
' expect error: 1000 line 1
' section: 3.3
