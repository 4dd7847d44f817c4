shared = 1
SUB change()
  shared = shared + 1
  fresh = "made inside"
  LOCAL own
  own = 5
  DIM list(2)
  list(0) = own
  TALK own & list(0)
END SUB
own = "outer"
change()
TALK shared
TALK fresh
TALK own
SUB params(shared)
  shared = 100
END SUB
params(7)
TALK shared
' expect: 55
' expect: 2
' expect: made inside
' expect: outer
' expect: 2
' section: 3.3
