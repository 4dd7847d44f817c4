TRY
  DIM a(2000000)
CATCH e
  TALK e.number = 9 OR e.number = 14 OR e.number = 6
END TRY
TRY
  DIM b(-1)
CATCH e
  TALK e.number
END TRY
TRY
  DIM c(1000, 1000)
CATCH e
  TALK "too large"
END TRY
' expect: true
' expect: 9
' expect: too large
' section: 3.1
