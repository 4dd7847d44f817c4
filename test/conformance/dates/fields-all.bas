' 2.7: the fields of a date
d = CDATE("2025-12-06 15:04:09")
TALK d.year, d.month, d.day, " ", d.hour, ":", d.minute, ":", d.second, " ", d.weekday, " ", d.weekday_name, " ", d.quarter, " ", d.day_of_year
TALK d.is_weekend, " ", d.is_pm, " ", d.ampm, " ", d.hour12, " ", d.date, " ", d.time, " ", d.formatted, " ", d.timestamp, " ", d.iso
' expect: 2025126 15:4:9 7 Saturday 4 340
' expect: true true PM 3 2025-12-06 15:04:09 2025-12-06 15:04:09 1765033449 2025-12-06T15:04:09+00:00
