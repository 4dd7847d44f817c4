' 2.5: a date against a text compares instants where the text is a date
d = CDATE("2025-01-31")
TALK d = "31/01/2025", " ", d < "2025-02-01 00:00", " ", d = "soon", " ", CDATE("2025-01-31 00:00") = d
' expect: true true false true
