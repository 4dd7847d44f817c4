' 3.3: a variable named like a function leaves the call usable
month = MONTH("2025-03-09")
len = LEN("four")
TALK month + MONTH("2025-04-01"), " ", len * LEN("ab")
' expect: 7 8
