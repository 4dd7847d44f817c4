' 2.4: date plus date is error 13
TRY
  x = NOW() + TODAY()
CATCH e
  TALK e.number
END TRY
' expect: 13
