' answer: "Ann"
' answer rows: [{"name": "Ann", "n": 1}]
HEAR who
wanted = "name = '" + who + "'"
wanted = wanted + " AND n > 0"
rows = FIND "people", wanted
TALK COUNT(rows), " ", rows.name
