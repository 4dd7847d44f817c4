TALK "start"
TRY
  WHILE TRUE
    n = n + 1
  WEND
CATCH e
  TALK "stopped " & e.number
END TRY
TALK "cleaned"
WHILE TRUE
WEND
' limits: {"maxSteps": 5000}
' expect: start
' expect: stopped 6
' expect: cleaned
' expect error: 6
' section: 5.4
' covers: L-steps
