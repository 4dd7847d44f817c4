ON ERROR RESUME NEXT
x = 5
x = 1 / "a" + NOW() * 2
TALK x IS NULL
THROW "one"
TALK ERR > 0
TALK ERROR_MESSAGE
TALK ERL
y = 7
TALK y
ON ERROR GOTO 0
THROW "out"
' expect: true
' expect: true
' expect: one
' expect: 5
' expect: 7
' expect error: 1000 line 12
' section: 5.6
