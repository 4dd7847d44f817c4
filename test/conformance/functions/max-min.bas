' B: MAX and MIN of values, of a list and of a column
sales = [{item: "a", total: 5}, {item: "b", total: 12}, {item: "c"}]
TALK MAX(3, 9, 4), " ", MIN(3, 9, 4), " ", MAX([2, 8]), " ", MIN(["pear", "fig"]), " ", MAX(sales, "total"), " ", MIN(sales, "total")
TALK MAX("10", "9"), " ", MAX([]) IS NULL
' expect: 9 3 8 fig 12 5
' expect: 10 true
