SUB s(n)
  FOR i = 1 TO 5
    IF i = n THEN EXIT SUB
    TALK i
  NEXT
  TALK "full"
END SUB
s(3)
s(1)
FUNCTION f()
  f = 7
  EXIT FUNCTION
  f = 8
END FUNCTION
TALK f()
' expect: 1
' expect: 2
' expect: 7
' section: 3.3
