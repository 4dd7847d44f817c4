' Counts what it hears, so that a message that ran twice, or never, changes every later answer.
count = 0
TALK "Ready."
DO
  HEAR word AS TEXT
  count = count + 1
  IF word = "slow" THEN WAIT 0.4
  TALK "${count}: ${word}"
LOOP UNTIL word = "stop"
