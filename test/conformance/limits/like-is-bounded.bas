' 5.4: LIKE with many runs over a long text ends soon, by its result or by the step limit
t = REPEAT("a", 2000)
TALK t LIKE "*a*a*a*a*a*b"
TALK REPEAT("ab", 500) LIKE "*b*b*b*a?"
TRY
  FOR i = 1 TO 100000
    x = t LIKE "*aaaaaaaaaaaaaaaab"
  NEXT
CATCH e
  TALK e.number, " ", i < 5000
END TRY
' limits: {"maxSteps": 500000}
' expect: false
' expect: true
' expect: 6 true
