' B: YEAR to WEEKDAY of dates and texts; bad input is 0
TALK YEAR("31/01/2025"), " ", MONTH(NOW()), " ", DAY("2025-06-09"), " ", HOUR("2025-06-09 14:05"), " ", MINUTE("14:05"), " ", SECOND(NOW()), " ", WEEKDAY("2025-06-01"), " ", YEAR("soon"), " ", DAY(NULL)
' expect: 2025 6 9 14 5 45 1 0 0
