' 3.9: MERGE table, rows, key, and the same rows again change nothing
' data
' expect: 2
' expect: 2
rows = [{sku: "a", n: 1}, {sku: "b", n: 2}]
first = MERGE "stock", rows, "sku"
TALK first.inserted
second = MERGE "stock", rows, "sku"
TALK second.unchanged
