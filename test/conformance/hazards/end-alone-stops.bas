' 3.2 H-14: END with a second word closes a block, END alone ends the script
IF TRUE THEN
  TALK "in"
END IF
TALK "before"
END
TALK "after"
' expect: in
' expect: before
