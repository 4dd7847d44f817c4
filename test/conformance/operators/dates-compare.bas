' 2.5: dates compare by instant; a text is read as a date
d = DATEVALUE("2025-06-02")
TALK d = "2025-06-02"
TALK d < "03/06/2025"
TALK d > TODAY() - DAYS(1)
TALK d = TODAY()
' expect: true
' expect: true
' expect: true
' expect: true
