' 5.4: goto-max-iterations counts the jumps of the run, and is trappable
ON ERROR GOTO stopped
again:
n = n + 1
GOTO again
stopped:
TALK ERR, " ", n
' limits: {"maxJumps": 50}
' expect: 6 51
