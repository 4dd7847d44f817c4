' 2.7: a day is a day of the calendar and an hour is an hour, also when the clocks change
noon = CDATE("2025-03-29 12:00")
TALK DATEADD(noon, 1, "day"), " ", DATEADD(noon, 24, "hours")
TALK DATEDIFF("2025-03-29", "2025-03-31", "day"), " ", DATEDIFF("2025-03-30 00:00", "2025-03-31 00:00", "hour")
TALK CDATE("2025-10-26 12:00") - CDATE("2025-10-25 12:00"), " ", DAY(DATEADD("2025-10-26", 1, "day"))
TALK CDATE("2025-03-30") + DAYS(1)
' world: {"timeZone": "Europe/Berlin"}
' expect: 2025-03-30 12:00:00 2025-03-30 13:00:00
' expect: 2 23
' expect: 90000 27
' expect: 2025-03-31
