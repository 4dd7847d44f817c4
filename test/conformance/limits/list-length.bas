' 5.4 L-list: a list, or the bound of DIM, has at most a million elements
TRY
  DIM a(1000001)
  TALK "no"
CATCH e
  TALK "DIM " & e.number
END TRY
TRY
  b = RANGE(1, 2000000)
  TALK "no"
CATCH e
  TALK "RANGE " & e.number
END TRY
DIM c(1000)
c(1000) = 1
TALK UBOUND(c)
' expect: DIM 14
' expect: RANGE 14
' expect: 1000
