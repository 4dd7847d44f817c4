' B: SUM and AVG of a list and of a column; empty ones
orders = [{total: 10}, {total: "2.5"}, {total: NULL}]
TALK SUM([1, 2, 3.5]), " ", SUM(orders, "total"), " ", AVG([1, 2]), " ", AVERAGE(orders, "total"), " ", SUM([]), " ", AVG([]) IS NULL
' expect: 6.5 12.5 1.5 6.25 0 true
