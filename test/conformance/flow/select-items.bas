' 3.2: lists, ranges and relations as items; no fall-through; the value is computed once
calls = 0
FUNCTION weight()
  calls += 1
  RETURN 15
END FUNCTION
SELECT CASE weight()
  CASE 1, 2, 3
    TALK "small"
  CASE 10 TO 12
    TALK "medium"
  CASE IS > 20, 15
    TALK "large"
  CASE 15
    TALK "never"
END SELECT
TALK calls
' expect: large
' expect: 1
