' 3.9, H-34, Annex D 28: DATEDIFF and IS NULL in filter text
' data
' expect: 2
tasks = [{id: 1, due: "2025-06-02", done: NULL}, {id: 2, due: "2025-05-30", done: NULL}, {id: 3, due: "2025-05-30", done: "yes"}]
r = FILTER tasks, "DATEDIFF(NOW(), due) = 3 AND done IS NULL"
TALK r.id
