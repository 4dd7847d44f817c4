' 6 H-29: with a parenthesis directly behind it FILTER, MAP, JOIN, FIRST, LAST are functions
rows = [{n: 1, t: "a"}, {n: 2, t: "b"}]
TALK UBOUND(FILTER(rows, "n>1"))
TALK JOIN(["x", "y"], "+")
TALK FIRST("red green") & LAST(rows, "t")
TALK JSON(MAP(rows, "t"))
' expect: 1
' expect: x+y
' expect: redb
' expect: [{"t":"a"},{"t":"b"}]
