TALK f(9)
FUNCTION f(n)
  RETURN "own " & n
END FUNCTION
RETURN "own result"
' section: 3.3
