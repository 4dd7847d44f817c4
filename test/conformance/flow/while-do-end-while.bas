' 3.2: WHILE ... DO ... END WHILE
k = 3
WHILE k > 0 DO
  k -= 1
  IF k = 1 THEN CONTINUE
  TALK k
END WHILE
' expect: 2
' expect: 0
