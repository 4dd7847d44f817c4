SUB inner()
  TALK "leaving"
  EXIT
END SUB
inner()
TALK "never"
RETURN 5
