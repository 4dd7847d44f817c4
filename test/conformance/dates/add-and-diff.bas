TALK DATEADD("2025-01-31", 1, "month")
TALK DATEADD("day", 10, "2025-02-20")
TALK DATEADD("2025-01-01", "week", 2)
TALK DATEDIFF("2025-01-01", "2025-03-01", "day")
TALK DATEDIFF("month", "2025-01-15", "2025-03-01")
TALK DATEDIFF("2025-03-01", "2025-01-01")
TALK DAYS_BETWEEN("2025-01-01", "2025-01-11")
' expect: 2025-02-28
' expect: 2025-03-02
' expect: 2025-01-15
' expect: 59
' expect: 2
' expect: 59
' expect: 10
' section: 2.7
