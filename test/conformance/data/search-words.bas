' 3.9: SEARCH finds rows in which every word stands
' data
' table books: [{"id": 1, "title": "The red house", "by": "Lee"}, {"id": 2, "title": "Red sky", "by": "House"}, {"id": 3, "title": "Blue", "by": "Lee"}]
' expect: 2
' expect: 1
found = SEARCH "books", "red house"
TALK COUNT(found)
TALK found.id
