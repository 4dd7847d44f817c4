' 1.3 rule 1: a blank and an underscore at the end
message = "one " & _
  "two " & _
  "three"
TALK message
' expect: one two three
