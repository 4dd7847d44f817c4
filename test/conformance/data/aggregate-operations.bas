' 3.9: AVG, MIN, MAX leave empty values out
' data
' expect: 4 3 5
rows = [{n: 3}, {n: NULL}, {n: 5}]
a = AGGREGATE "AVG", rows, "n"
b = AGGREGATE "MIN", rows, "n"
c = AGGREGATE "MAX", rows, "n"
TALK a + " " + b + " " + c
