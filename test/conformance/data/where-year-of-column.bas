' 3.9, Annex D 50: a function of a column on the left of WHERE
' data
' table visits: [{"id": 1, "at": "2025-03-04"}, {"id": 2, "at": "2024-03-04"}]
' expect: 1
v = FIND "visits" WHERE YEAR(at) = 2025
TALK v.id
' covers: D-50
