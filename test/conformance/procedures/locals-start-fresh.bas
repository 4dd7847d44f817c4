SUB s()
  LOCAL n
  n = n + 1
  TALK n
END SUB
s()
s()
' expect: 1
' expect: 1
' section: 3.3
