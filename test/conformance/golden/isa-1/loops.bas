' Every loop, with its hidden registers alive at the stops.
t = ""
FOR i = 1 TO 3
  FOR j = 10 TO 4 STEP -3
    t = t & i & "." & j & " "
  NEXT
NEXT
FOR EACH word IN ["a", "b", "c", "d"] LAST 3
  IF word = "c" THEN CONTINUE FOR
  t = t & word
NEXT
FOR EACH word IN ["x", "y", "z"] FIRST 2
  t = t & word
NEXT
TALK t
n = 0
WHILE n < 4
  n = n + 1
  IF n = 3 THEN EXIT WHILE
WEND
DO
  n = n + 1
LOOP UNTIL n > 6
DO WHILE n > 0
  n = n - 2
LOOP
REPEAT
  n = n + 5
UNTIL n > 10
FOR EACH c IN "héy"
  n = n + 1
  TALK c, n
NEXT
