SUB leave()
  TALK "leaving"
  EXIT
  TALK "never"
END SUB
TALK "start"
leave()
TALK "never"
' expect: start
' expect: leaving
' section: 3.2
