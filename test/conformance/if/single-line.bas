x = 3
IF x = 3 THEN TALK "three" : TALK "still"
IF x = 4 THEN TALK "no" : TALK "no" ELSE TALK "else"
IF x > 1 THEN IF x > 2 THEN TALK "both" ELSE TALK "inner"
IF x = 1 THEN TALK "1" ELSE IF x = 3 THEN TALK "3"
TALK "end"
' expect: three
' expect: still
' expect: else
' expect: both
' expect: 3
' expect: end
' section: 3.2
