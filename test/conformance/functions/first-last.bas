' B, H-29: FIRST and LAST of lists, rows with a column, and words of a text
rows = [{id: 1, n: "a"}, {id: 2, n: "b"}]
TALK FIRST(rows).n, " ", LAST(rows, "id"), " ", FIRST([]) IS NULL, " ", FIRST("hello big world"), " ", LAST("hello big world")
' expect: a 2 true hello world
' section: Annex B
