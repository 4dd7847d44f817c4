' 1.4: ELSE: and CASE x: keep no label
x = 3
IF x = 1 THEN
  TALK "one"
ELSE:
  TALK "other"
END IF
SELECT CASE x
CASE 3:
  TALK "three"
CASE ELSE:
  TALK "?"
END SELECT
' expect: other
' expect: three
