month = MONTH("2025-03-09")
TALK month
TALK MONTH("2025-04-09")
len = 3
TALK LEN("four")
TALK len
' expect: 3
' expect: 4
' expect: 4
' expect: 3
' section: 3.3
