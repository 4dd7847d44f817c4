TRY
  CALL "nothere.bas"
CATCH e
  TALK e.number
END TRY
TRY
  x = CALL "/crm/tickets/list", 1
CATCH e
  TALK e.number
END TRY
' expect: 53
' expect: 404
' section: 3.3
