' 3.3: a name that is nothing is error 424, which can be trapped
TRY
  x = frobnicate(1)
CATCH e
  TALK e.number
END TRY
' expect: 424
