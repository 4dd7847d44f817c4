TRY
  FROBNICATE THE "x"
CATCH e
  TALK e.number
END TRY
' expect: 73
' section: 5.6
