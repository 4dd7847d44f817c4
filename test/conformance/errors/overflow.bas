' 2.1: overflow is error 6, Infinity is never shown
TRY
  x = 1e308 * 10
CATCH e
  TALK e.number
END TRY
TRY
  x = 10 ^ 400
CATCH e
  TALK e.number
END TRY
TRY
  x = VAL("9e999") + 1
CATCH e
  TALK e.number
END TRY
' expect: 6
' expect: 6
' expect: 6
