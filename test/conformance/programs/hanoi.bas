moves = 0
SUB hanoi(n, from, to, via)
  IF n = 0 THEN EXIT SUB
  hanoi(n - 1, from, via, to)
  moves = moves + 1
  hanoi(n - 1, via, to, from)
END SUB
hanoi(6, "a", "c", "b")
TALK moves
' expect: 63
' section: 3.2
