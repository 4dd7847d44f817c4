' Every way to jump on a condition.
n = 0
m = 2
word = "go"
again:
n = n + 1
out = ""
IF n = 1 THEN out = out & "a"
IF n <> 1 THEN out = out & "b"
IF n < 2 THEN out = out & "c"
IF n <= 2 THEN out = out & "d"
IF n > 2 THEN out = out & "e"
IF n >= 2 THEN out = out & "f"
IF n = m THEN out = out & "g"
IF n <> m THEN out = out & "h"
IF n < m THEN out = out & "i"
IF n <= m THEN out = out & "j"
IF NOT (n = 1 OR n < m) THEN out = out & "k"
IF NOT (n < 2 AND n <= m) THEN out = out & "l"
IF n <> 1 OR n > 2 OR n >= 3 OR n < 0 OR n <= 0 OR n = 9 THEN out = out & "m"
IF n = m OR n <> m AND word THEN out = out & "n"
IF n < m OR n <= 1 OR m <= n THEN out = out & "o"
IF word = "go" THEN out = out & "p"
IF word <> "go" OR word = "stay" THEN out = out & "q"
SELECT CASE n
  CASE 1, 7
    out = out & "1"
  CASE 2 TO 2
    out = out & "2"
  CASE IS >= m
    out = out & "3"
END SELECT
SELECT CASE word
  CASE "stay"
    out = out & "s"
  CASE "go"
    out = out & "t"
END SELECT
x = NULL
y = x?.field
z = x ?? n
TALK n, ": ", out, z, y, " ", n = 3 ? "last" : "more"
IF n < 3 THEN GOTO again
TALK "done"
