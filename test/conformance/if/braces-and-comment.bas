x = 1
if x = 1 {
  TALK "brace"
} else {
  TALK "no"
}
IF x = 1 THEN ' a note
  TALK "block"
END IF
' expect: brace
' expect: block
' section: 3.2
