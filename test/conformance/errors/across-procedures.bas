SUB a()
  b()
  TALK "never"
END SUB
SUB b()
  FOR i = 1 TO 3
    IF i = 2 THEN THROW "deep"
  NEXT
END SUB
TRY
  a()
CATCH e
  TALK e.message & " line " & e.line
END TRY
a()
' expect: deep line 7
' expect error: 1000 line 7
' section: 5.6
