n = 0
FUNCTION hit(v)
  n = n + 1
  RETURN v
END FUNCTION
IF hit(FALSE) AND hit(TRUE) THEN TALK "no"
TALK n
IF hit(TRUE) OR hit(TRUE) THEN TALK n
x = hit(1) ?? hit(2)
TALK n
IF NOT (hit(FALSE) OR hit(FALSE)) AND hit(TRUE) THEN TALK n
' expect: 1
' expect: 2
' expect: 3
' expect: 6
' section: 2.6
