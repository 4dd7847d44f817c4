SUB inner()
  TALK "leaving"
  EXIT
END SUB
inner()
TALK "never"
RETURN 5
' section: 3.3
