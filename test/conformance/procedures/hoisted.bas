TALK before(2)
FUNCTION before(n)
  RETURN after(n) * 2
END FUNCTION
TALK "between"
FUNCTION after(n)
  RETURN n + 1
END FUNCTION
TALK "end"
' expect: 6
' expect: between
' expect: end
' section: 3.3
