n = 0
DO
  n = n + 1
LOOP WHILE n < 3
TALK n
DO UNTIL n = 0
  n = n - 1
LOOP
TALK n
DO WHILE n < 2
  n = n + 1
LOOP UNTIL n = 1
TALK n
REPEAT
  n = n + 10
UNTIL n > 25
TALK n
DO
  n = n + 1
  IF n > 40 THEN EXIT DO
LOOP
TALK n
