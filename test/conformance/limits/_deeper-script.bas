PARAM level AS INTEGER
TRY
  x = CALL "deeper-script", level + 1
  y = 0
CATCH e
  RETURN e.number
END TRY
RETURN x
