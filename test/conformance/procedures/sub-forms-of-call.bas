' 3.3 D-16: all spellings of a call; definitions are hoisted
show "a", 1
CALL show("b", 2)
CALL show, "c", 3
show("d", 4)
SUB show(name, n)
  IF n = 3 THEN EXIT SUB
  TALK name & n
END SUB
' expect: a1
' expect: b2
' expect: d4
