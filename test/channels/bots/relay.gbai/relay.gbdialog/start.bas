n = 0
DO
  HEAR x AS TEXT
  n = n + 1
  TALK n + ": " + x
LOOP UNTIL x = "stop"
