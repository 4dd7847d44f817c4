' 1.9 R5: the pattern is a primary, the value an additive expression
TALK "A" + FORMAT NOW() AS "YYYY" + "-" + 5
TALK FORMAT (10 - 4) AS "00"
x = FORMAT 2 + 3 AS "0.0"
TALK x
' expect: A2025-5
' expect: 06
' expect: 5.0
