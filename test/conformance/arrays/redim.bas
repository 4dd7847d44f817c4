DIM a(2)
a(1) = "keep"
REDIM PRESERVE a(4)
TALK a(1)
TALK UBOUND(a)
REDIM a(1)
TALK a(1) IS NULL
' expect: keep
' expect: 4
' expect: true
' section: 3.1
