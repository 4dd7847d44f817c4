' 3.2: EXIT alone ends the whole script, also inside a SUB
SUB finish
  TALK "leaving"
  EXIT
END SUB
finish
TALK "never"
' expect: leaving
