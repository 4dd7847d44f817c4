' Takes its time over every answer, so that a test can fall into the middle of a turn.
count = 0
TALK "I count what I hear."
DO
  HEAR word AS TEXT
  count = count + 1
  TALK "Let me think about ${word}."
  WAIT 1.2
  TALK "Number ${count} was ${word}."
LOOP
