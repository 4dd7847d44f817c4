FOR EACH v IN [1, 2, 3, 9, "b", "x"]
  SELECT CASE v
    CASE 1
      TALK "one"
    CASE 2, 3
      TALK "two or three"
    CASE "a", "b"
      TALK "letter"
    CASE ELSE
      TALK "other"
  END SELECT
NEXT
' expect: one
' expect: two or three
' expect: two or three
' expect: other
' expect: letter
' expect: other
' section: 3.2
