' Every operator of numbers and texts.
a = 7
b = 2.5
s = "x"
none = NULL
TALK a + b, " ", a - b, " ", a * b, " ", a / b, " ", a \ 2, " ", a MOD b, " ", b ^ a
FOR i = 1 TO 4
  a = a + 3
  a = a - 1
  b = b * 2
  c = b / 4
  d = a MOD 5
  e = a \ i
  f = a MOD i
  s = s & i & ","
  s = s + "."
NEXT
TALK a, " ", b, " ", c, " ", d, " ", e, " ", f, " ", s
TALK -a, " ", +b, " ", NOT a, " ", none + 1, " ", "3" * 2, " ", 0.1 + 0.2
TALK DATEADD("day", 3, #2025-01-30#), " ", a / 0
