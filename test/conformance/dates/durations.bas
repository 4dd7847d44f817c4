' 2.7: a date and a duration make a date, two dates seconds; numbers count seconds
d = CDATE("2025-01-01 10:00")
TALK d + HOURS(2), " ", d - DAYS(1), " ", d + MINUTES(30) + SECONDS(5), " ", WEEKS(1) + d, " ", d + 90
TALK d - CDATE("2025-01-01 09:59"), " ", TYPEOF(DAYS(1))
TALK TODAY() + 1
' expect: 2025-01-01 12:00:00 2024-12-31 10:00:00 2025-01-01 10:30:05 2025-01-08 10:00:00 2025-01-01 10:01:30
' expect: 60 duration
' expect: 2025-06-02 00:00:01
