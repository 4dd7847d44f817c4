' 1.3 rule 4: a line that ends in an operator, a comma or AND goes on
total = 10 +
  20 -
  5
ok = total > 20 AND
  total < 30
TALK total
TALK JOIN(["p",
  "q"], "/"),
  ok
' expect: 25
' expect: p/qtrue
