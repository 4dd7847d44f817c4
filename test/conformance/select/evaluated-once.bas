n = 0
FUNCTION next()
  n = n + 1
  RETURN n
END FUNCTION
SELECT CASE next()
  CASE 5
    TALK "no"
  CASE 1
    TALK "one"
END SELECT
TALK n
' expect: one
' expect: 1
' section: 3.2
