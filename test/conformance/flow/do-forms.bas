' 3.2: a condition at the head or the foot of DO, with WHILE or UNTIL, or none
n = 0
DO WHILE n < 2
  n += 1
LOOP
DO UNTIL n >= 4
  n += 1
LOOP
DO
  n += 1
LOOP WHILE n < 6
DO
  n += 1
LOOP UNTIL n >= 8
DO
  n += 1
  IF n > 9 THEN EXIT DO
LOOP
REPEAT
  n += 1
UNTIL n > 11
TALK n
' expect: 12
