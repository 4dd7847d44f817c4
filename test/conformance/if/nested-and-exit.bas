x = 5
IF x > 1 THEN
  IF x > 3 THEN
    TALK "in"
    IF x = 5 THEN EXIT IF
    TALK "skipped"
  END IF
  TALK "after"
END IF
TALK "end"
' expect: in
' expect: after
' expect: end
' section: 3.2
