' 5.6: ERR, ERL and ERROR MESSAGE in each spelling, and ERROR as a condition
ON ERROR RESUME NEXT
x = CHR(-5)
TALK ERR, " ", ERR_NUMBER(), " ", ERL
TALK ERROR MESSAGE = ERROR_MESSAGE, " ", ERR_DESCRIPTION() = ERROR MESSAGE, " ", CONTAINS(ERROR MESSAGE, "CHR")
IF ERROR THEN TALK "recorded"
y = 1 + 1
IF ERROR() THEN TALK "still"
ERR_CLEAR()
IF NOT ERROR THEN TALK "cleared ", ERR
' expect: 5 5 3
' expect: true true true
' expect: recorded
' expect: still
' expect: cleared 0
