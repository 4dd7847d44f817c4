' 3.1 H-9 D-4: DIM a(n) has elements 0 to n; texts start empty, marked numbers 0, others NULL
DIM a(5), b$(2), c%(1)
TALK UBOUND(a) & " " & LEN(a) & " " & LBOUND(a)
TALK "[" & b$(1) & "][" & c%(0) & "][" & a(0) & "]"
a(5) = "last"
TALK a(5) & a[5]
' expect: 5 6 0
' expect: [][0][]
' expect: lastlast
