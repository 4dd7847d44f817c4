' 5.4: more than 256 open procedures are error 6
SUB deeper(n)
  reached = n
  deeper n + 1
END SUB
TRY
  deeper 1
CATCH e
  TALK e.number, " ", reached
END TRY
' expect: 6 256
