' 1.8 H-4 D-15: CASE is a branch only in a SELECT, and not before = . or [
case = 2
case += 1
TALK case
SELECT CASE case
  CASE 3
    case = 9
END SELECT
TALK case
' expect: 3
' expect: 9
