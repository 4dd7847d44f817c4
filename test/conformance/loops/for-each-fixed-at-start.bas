l = [1, 2, 3]
FOR EACH x IN l
  TALK x
  PUSH(l, 9)
  l[2] = 100
NEXT
TALK UBOUND(l)
rows = [{n: 1}, {n: 2}]
FOR EACH r IN rows
  r.n = r.n * 10
NEXT
TALK rows[0].n + rows[1].n
' expect: 1
' expect: 2
' expect: 3
' expect: 6
' expect: 30
' section: 3.2
