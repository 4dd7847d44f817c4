FOR EACH v IN [-5, 0, 7, 15, 100]
  SELECT CASE v
    CASE IS < 0
      TALK "negative"
    CASE 0
      TALK "zero"
    CASE 1 TO 9, 11 TO 19
      TALK "range"
    CASE IS >= 50
      TALK "big"
  END SELECT
NEXT
' expect: negative
' expect: zero
' expect: range
' expect: range
' expect: big
' section: 3.2
