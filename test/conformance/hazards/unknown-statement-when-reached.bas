' 1.10 H-56: a statement that nobody knows raises error 73 when it is reached, not before
TALK "first"
TRY
  CONTINUATION TOKEN "x"
CATCH e
  TALK e.number
END TRY
' expect: first
' expect: 73
