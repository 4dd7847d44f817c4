' B: INDEX_OF and LAST_INDEX_OF are 0-based, -1 without one
l = ["x", "y", "x"]
TALK INDEX_OF(l, "x"), " ", LAST_INDEX_OF(l, "x"), " ", INDEX_OF(l, "z"), " ", INDEX_OF([1, "2"], 2)
' expect: 0 2 -1 1
