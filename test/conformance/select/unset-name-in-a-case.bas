' 5.6: strict: a name in a CASE that was never set is an error on the line of that CASE
' strict
ON ERROR RESUME NEXT
level = 3
SELECT CASE level
  CASE 1
    TALK "low"
  CASE IS > highest
    TALK "high"
END SELECT
TALK ERR, " ", ERL
' expect: 424 8
