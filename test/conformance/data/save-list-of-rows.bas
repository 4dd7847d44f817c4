' 3.9: SAVE of a list saves each element and gives the ids
' data
' expect: 2
' expect: 5, 6
ids = SAVE "rows", [{id: "5"}, {id: "6"}]
TALK COUNT(FIND("rows"))
TALK ids
