' 3.9: of no rows COUNT and SUM are 0, the others NULL
' data
' expect: 0 0 true
rows = []
a = AGGREGATE "COUNT", rows, "x"
b = AGGREGATE "SUM", rows, "x"
c = AGGREGATE "MAX", rows, "x"
TALK a + " " + b + " " + (c IS NULL)
