again:
n = n + 1
GOTO again
' limits: {"maxJumps": 100}
' expect error: 6
' section: 5.4
' covers: L-jumps
