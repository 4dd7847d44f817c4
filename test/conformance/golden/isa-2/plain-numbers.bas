' Variables that are certainly numbers: constants, remainders, comparisons, elements.
DIM g(5)
n = 17
m = 5
a = n \ 3
b = n + 0.5
c = n MOD 2.5
d = n \ 2.5
e = n \ m
FOR i = 0 TO 5
  g(i) = 3
  IF i = m THEN TALK "same ", i
  IF i <> m THEN b = b + 0.25
  IF i < m THEN c = c + i
  IF i <= m THEN d = d + 1
  IF i > m THEN d = d - 100
  IF i >= m THEN d = d + 1000
  IF g(i) = 3 THEN a = a + 1
  IF g(i) < 4 AND i < 3 THEN a = a + 1
NEXT
WHILE n > m
  n = n - 2
  IF n = m THEN EXIT WHILE
WEND
TALK a, " ", b, " ", c, " ", d, " ", e, " ", n
