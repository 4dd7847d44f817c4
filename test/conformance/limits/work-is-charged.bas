' 5.4: what a function does counts as steps: sorting and searching at length ends in the step limit; the second time it cannot be trapped
list = RANGE(1, 20000)
TRY
  FOR i = 1 TO 1000
    list = SORT(list, "desc")
  NEXT
CATCH e
  TALK e.number, " ", i < 20
END TRY
TRY
  t = REPEAT("ab", 100000)
  FOR k = 1 TO 100000
    p = INSTR(t, "bb")
  NEXT
CATCH e
  TALK "never"
END TRY
' limits: {"maxSteps": 500000}
' expect: 6 true
' expect error: 6
