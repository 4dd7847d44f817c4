' 3.1: REDIM PRESERVE keeps what fits, REDIM starts again
DIM v(2)
v(1) = 5
REDIM PRESERVE v(4)
TALK v(1) & " " & UBOUND(v)
REDIM v(1)
TALK "[" & v(1) & "]"
' expect: 5 4
' expect: []
