' 3.9: IMPORT gives the rows of a data file
' effect IMPORT: [{"name": "Ann"}, {"name": "Bob"}]
' expect: IMPORT {"file":"customers.csv"}
' expect: 2 Bob
rows = IMPORT "customers.csv"
TALK COUNT(rows) + " " + rows[1].name
