x = NULL
IF x = NULL THEN TALK "1"
IF x = "" THEN TALK "2"
IF x <> "" THEN TALK "no"
IF x = 0 THEN TALK "no"
IF x < 5 THEN TALK "no"
IF x > 5 THEN TALK "no"
IF "" IS NULL THEN TALK "no"
IF "" = NULL THEN TALK "3"
IF x IS NULL THEN TALK "4"
IF NOT x IS NOT NULL THEN TALK "5"
IF missing.name = "" THEN TALK "6"
' expect: 1
' expect: 2
' expect: 3
' expect: 4
' expect: 5
' expect: 6
' section: 2.5
