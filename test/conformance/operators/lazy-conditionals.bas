' 2.6: IF(), IIF() and ? : evaluate only the side that is taken
x = 0
TALK IIF(x = 0, "none", 10 / boom())
TALK IF(x = 1, boom(), "other")
TALK x > 0 ? boom() : "zero"
FUNCTION boom()
  THROW "evaluated"
END FUNCTION
' expect: none
' expect: other
' expect: zero
