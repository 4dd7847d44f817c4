DIM a(5)
TALK UBOUND(a)
TALK COUNT(a)
a(0) = "x"
a(5) = "y"
TALK a(0) + a(5)
TALK a[5]
DIM s$(2)
TALK "[" + s$(1) + "]"
DIM n%(2)
TALK n%(1)
' expect: 5
' expect: 6
' expect: xy
' expect: y
' expect: []
' expect: 0
' section: 3.1
