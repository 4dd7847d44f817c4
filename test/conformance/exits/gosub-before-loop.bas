GOTO main
sub1:
t = 0
FOR k = 1 TO 3
  SELECT CASE k
    CASE 1 TO 2
      t = t + k
  END SELECT
NEXT
RETURN
main:
FOR EACH x IN [10, 20]
  FOR i = 1 TO 2
    GOSUB sub1
    TALK x + i + t
  NEXT
NEXT
' expect: 14
' expect: 15
' expect: 24
' expect: 25
' section: 3.2
