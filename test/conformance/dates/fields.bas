d = CDATE("2024-02-29 13:05:09")
TALK d.year
TALK d.month
TALK d.day
TALK d.hour
TALK d.minute
TALK d.weekday_name
TALK d.quarter
TALK d.day_of_year
' expect: 2024
' expect: 2
' expect: 29
' expect: 13
' expect: 5
' expect: Thursday
' expect: 1
' expect: 60
' section: 2.7
