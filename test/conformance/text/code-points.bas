s = "a😀b"
TALK LEN(s)
TALK MID(s, 2, 1)
TALK RIGHT(s, 1)
TALK INSTR(s, "b")
TALK s[1]
n = 0
FOR EACH c IN s
  n = n + 1
NEXT
TALK n
' expect: 3
' expect: 😀
' expect: b
' expect: 3
' expect: 😀
' expect: 3
' section: 2.1
