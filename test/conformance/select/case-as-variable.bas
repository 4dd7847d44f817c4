case = 5
SELECT CASE case
  CASE 5
    case = 6
    TALK "was five"
END SELECT
TALK case
' expect: was five
' expect: 6
' section: 3.2
