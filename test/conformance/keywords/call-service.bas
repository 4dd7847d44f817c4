' 3.3: CALL of a path that no service has raises 404
TRY
  rows = CALL "/nothing/list", 1
CATCH e
  TALK e.number
END TRY
' expect: 404
