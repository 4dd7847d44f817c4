' 3.9, H-36: a quote at the end of a value does not join with the closing quote behind it
' data
' table people: [{"id": 1, "name": "Ann", "city": "x"}]
' input: Ann'
' expect error: 93
HEAR who
r = FIND "people", "name = '" + who + "' AND city = 'y'"
