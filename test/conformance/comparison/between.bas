x = 5
TALK x BETWEEN 1 AND 5
TALK x BETWEEN 6 AND 9
TALK x NOT BETWEEN 6 AND 9
IF x BETWEEN 1 AND 3 OR x = 5 THEN TALK "or"
' expect: true
' expect: false
' expect: true
' expect: or
' section: 2.6
