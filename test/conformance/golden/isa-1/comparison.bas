' Operators that give a truth, and their text, number, date and list forms.
DIM d(3)
list = [1, "two", TRUE, NULL]
today = #2025-01-31#
later = DATEADD("day", 1, today)
FOR i = 1 TO 3
  r = [i = 2, i <> 2, i < 2, i <= 2, i > 2, i >= 2]
  TALK r
NEXT
TALK ["Ana" LIKE "a*", "two" IN list, list CONTAINS 3, "basalt" STARTS WITH "bas", "basalt" ENDS WITH "x"]
TALK [TRUE XOR 1, FALSE EQV 0, TRUE IMP FALSE, NOT list, "b" NOT IN list]
TALK [NULL IS NULL, "" IS EMPTY, TRUE IS TRUE, 0 IS FALSE, list IS NOT NULL]
TALK [today < later, 5 BETWEEN 1 AND 9, d(1) = i - i, i - i < d(2), "a" < "B"]
TALK list ?? "none", " ", NULL ?? "none", " ", 0 OR "or", " ", 1 AND "and"
