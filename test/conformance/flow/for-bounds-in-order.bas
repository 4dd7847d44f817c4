' 3.2: start, end and step are evaluated once, in this order, before the variable is set
log = ""
FUNCTION note(name, v)
  log = log & name
  RETURN v
END FUNCTION
i = 7
FOR i = note("a", i) TO note("b", i + 1) STEP note("c", 1)
  log = log & i
NEXT
TALK log
' expect: abc78
