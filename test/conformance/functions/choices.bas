' B: IF, IIF, CHOOSE, SWITCH and EXISTS; IIF evaluates only what it gives
FUNCTION noisy(x)
  heard = heard & x
  RETURN x
END FUNCTION
TALK IIF(2 > 1, noisy("a"), noisy("b")), " ", IF(FALSE, noisy("c"), noisy("d")), " ", heard
TALK CHOOSE(2, "x", "y", "z"), " ", CHOOSE(9, "x") IS NULL, " ", SWITCH("b", "a", 1, "b", 2, 0), " ", SWITCH("q", "a", 1, "other")
TALK EXISTS(nothing), " ", EXISTS(""), " ", EXISTS({a: 1}.b)
' expect: a d ad
' expect: y true 2 other
' expect: false true false
