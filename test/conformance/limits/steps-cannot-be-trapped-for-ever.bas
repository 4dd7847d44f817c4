TALK "start"
again:
TRY
  WHILE TRUE
    n = n + 1
  WEND
CATCH e
  c = c + 1
  IF c < 100 THEN GOTO again
END TRY
TALK "never"
' limits: {"maxSteps": 5000}
' expect: start
' expect error: 6
' section: 5.4
