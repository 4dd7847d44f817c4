FOR EACH q IN ["name", "city"]
  a = CALL "ask.bas", q
  TALK q & "=" & a
NEXT
' input: Ann
' input: Rome
' expect: your name?
' expect: name=Ann
' expect: your city?
' expect: city=Rome
' section: 3.3
