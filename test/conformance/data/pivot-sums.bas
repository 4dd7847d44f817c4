' 3.9: PIVOT sums by a row column, and by row and column
' data
' expect: Rome 70
' expect: 20 50
rows = [{city: "Rome", month: "Jan", total: 20}, {city: "Oslo", month: "Jan", total: 9}, {city: "Rome", month: "Feb", total: 50}]
p = PIVOT rows, "city", "total"
TALK p[0].city + " " + p[0].total
q = PIVOT rows, "city", "month", "total"
TALK q[0].Jan + " " + q[0].Feb
