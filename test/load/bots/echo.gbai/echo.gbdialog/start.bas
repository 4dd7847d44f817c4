DO
  HEAR word AS TEXT
  TALK "You said " + word
LOOP
