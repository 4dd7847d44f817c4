' 3.2: IS with each relation
FOR EACH n IN [5, 10, 11, 20]
  SELECT CASE n
    CASE IS < 10
      TALK n & " below"
    CASE IS > 15
      TALK n & " far above"
    CASE IS >= 11
      TALK n & " above"
    CASE IS <> 11
      TALK n & " at"
  END SELECT
NEXT
' expect: 5 below
' expect: 10 at
' expect: 11 above
' expect: 20 far above
