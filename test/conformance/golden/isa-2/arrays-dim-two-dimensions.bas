DIM m(2, 3)
FOR i = 0 TO 2
  FOR j = 0 TO 3
    m(i, j) = i * 10 + j
  NEXT
NEXT
TALK m(2, 3)
TALK m[1][2]
TALK UBOUND(m)
TALK UBOUND(m(0))
m(1, 1) += 100
TALK m(1, 1)
