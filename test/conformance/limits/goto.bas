again:
n = n + 1
GOTO again
' limits: {"maxLoopIterations": 100}
' expect error: 6
