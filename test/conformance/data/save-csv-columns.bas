' Annex D 7: SAVE of values to a new CSV: columns a, b, col3
' data
' expect: ["a","b","col3"]
a = 1
o = {b: 2}
SAVE "t.csv", a, o.b, "x"
r = FIND "t.csv"
TALK FORMAT KEYS(r[0]) AS JSON
' covers: D-7
