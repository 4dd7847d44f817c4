' 1.5 D-12: a text over several lines keeps its breaks
t = "one
  two
three"
TALK t
TALK UBOUND(SPLIT(t, "\n"))
' expect: one\n  two\nthree
' expect: 3
