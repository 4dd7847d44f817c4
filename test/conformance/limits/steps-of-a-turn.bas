' 5.4: the limit of steps is for a turn: what is said between does not begin it anew, and it is trappable once
TRY
  DO
    said = said + 1
    IF said MOD 200 = 0 THEN TALK "still here"
  LOOP
CATCH e
  TALK e.number, " ", said < 2000
END TRY
' limits: {"maxSteps": 1500, "maxLoopIterations": 100000}
' expect: still here
' expect: still here
' expect: 6 true
