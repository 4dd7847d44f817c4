' 2.4 2.7: a number added to a date is seconds; a duration is a duration
d = DATEVALUE("2025-03-01")
TALK FORMAT(d + 90, "HH:mm:ss")
TALK FORMAT(d + HOURS(5), "HH:mm")
TALK d - DAYS(1)
e = DATEVALUE("2025-03-02")
TALK e - d
' expect: 00:01:30
' expect: 05:00
' expect: 2025-02-28
' expect: 86400
