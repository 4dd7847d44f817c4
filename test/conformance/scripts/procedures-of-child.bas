FUNCTION f(n)
  RETURN "main " & n
END FUNCTION
TALK f(1)
TALK CALLED("x")
CALL "own.bas"
TALK f(2)
FUNCTION CALLED(v)
  r = CALL "own.bas"
  RETURN r
END FUNCTION
' expect: main 1
' expect: own 9
' expect: own result
' expect: own 9
' expect: main 2
' section: 3.3
