' 3.2: ELSE IF with its statement on the same line opens no level
n = 2
IF n = 1 THEN
  TALK "one"
ELSE IF n = 2 THEN TALK "two"
  TALK "still in the branch"
END IF
TALK "behind"
' expect: two
' expect: still in the branch
' expect: behind
