' 3.9: GROUP BY gives an object from value to rows
' data
' expect: Rome=2
' expect: Oslo=1
rows = [{city: "Rome", n: 1}, {city: "Oslo", n: 2}, {city: "Rome", n: 3}]
g = GROUP BY rows, "city"
FOR EACH k IN KEYS(g)
  TALK k + "=" + COUNT(g[k])
NEXT
