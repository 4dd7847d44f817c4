x = 1e308
TRY
  y = x * 10
  TALK "no"
CATCH e
  TALK e.number
END TRY
TRY
  y = x + x
CATCH e
  TALK e.number
END TRY
TRY
  y = 10 ^ 400
CATCH e
  TALK e.number
END TRY
