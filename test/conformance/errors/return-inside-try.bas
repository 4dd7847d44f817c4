FUNCTION f(n)
  TRY
    IF n > 0 THEN RETURN "early"
    x = 1
  CATCH e
    RETURN "caught"
  END TRY
  RETURN "late"
END FUNCTION
TALK f(1)
TRY
  TALK f(0)
  THROW "mine"
CATCH e
  TALK e.message
END TRY
' expect: early
' expect: late
' expect: mine
' section: 5.6
