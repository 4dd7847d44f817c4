ON ERROR RESUME NEXT
SUB fails()
  TALK "in"
  THROW "x"
  TALK "never"
END SUB
fails()
TALK "after"
FOR i = 1 TO 3
  IF i = 2 THEN THROW "skip"
  TALK i
NEXT
IF THROWS() THEN TALK "never" ELSE TALK "never"
TALK "end"
FUNCTION THROWS()
  THROW "t"
END FUNCTION
' expect: in
' expect: after
' expect: 1
' expect: 2
' expect: 3
' expect: end
' section: 5.6
