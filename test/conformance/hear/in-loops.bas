total = 0
DO
  HEAR n AS INTEGER WITH "n?"
  IF n = 0 THEN EXIT DO
  total = total + n
LOOP
TALK total
FOR EACH q IN ["a", "b"]
  FOR i = 1 TO 2
    HEAR x
    TALK q & i & x
  NEXT
NEXT
' input: 5
' input: 6
' input: 0
' input: p
' input: q
' input: r
' input: s
' expect: n?
' expect: n?
' expect: n?
' expect: 11
' expect: a1p
' expect: a2q
' expect: b1r
' expect: b2s
' section: 5.2
