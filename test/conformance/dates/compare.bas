a = DATEVALUE("2025-01-01")
IF a < NOW() THEN TALK "past"
IF a = "2025-01-01" THEN TALK "same as text"
IF TODAY() > "2025-06-01" THEN TALK "after"
TALK NOW() - CDATE("2025-06-02 10:30:40")
TRY
  x = NOW() + TODAY()
CATCH e
  TALK e.number
END TRY
' expect: past
' expect: same as text
' expect: after
' expect: 5
' expect: 13
' section: 2.7
