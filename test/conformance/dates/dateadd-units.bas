' 2.7: DATEADD in each of its orders, units by their words, months end at the last day
TALK DATEADD("2025-01-31", 1, "m"), " ", DATEADD("month", 1, "2024-01-31"), " ", DATEADD("2025-01-31", "q", 1), " ", DATEADD("2024-02-29", 1, "yyyy")
TALK DATEADD("2025-01-01", 2, "ww"), " ", DATEADD("2025-01-01 10:00", 90, "n"), " ", DATEADD("2025-01-01 10:00", -30, "sec"), " ", DATEADD("2025-01-01", 36, "h")
' expect: 2025-02-28 2024-02-29 2025-04-30 2025-02-28
' expect: 2025-01-15 2025-01-01 11:30:00 2025-01-01 09:59:30 2025-01-02 12:00:00
