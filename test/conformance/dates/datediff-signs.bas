' 2.7: with a unit d2 minus d1, two operands alone d1 minus d2 in days
TALK DATEDIFF("2025-01-01", "2025-03-01", "day"), " ", DATEDIFF("day", "2025-01-01", "2025-03-01"), " ", DATEDIFF("2025-03-01", "2025-01-01"), " ", DATEDIFF("2025-01-31", "2025-02-01", "month"), " ", DATEDIFF("year", "2024-12-31", "2025-01-01"), " ", DATEDIFF("2025-01-10", "2025-01-01", "week")
TALK DATEDIFF TODAY, "2025-05-31"
' expect: 59 59 59 1 1 -1
' expect: 2
