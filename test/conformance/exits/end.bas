TALK "a"
IF TRUE THEN
  END
END IF
TALK "never"
' expect: a
' expect result: 
' section: 3.2
