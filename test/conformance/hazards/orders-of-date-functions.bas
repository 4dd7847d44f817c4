' 2.7 H-32 D-30: DATEADD finds its unit by content; DATEDIFF of two and of three operands have different signs
d = DATEVALUE("2025-01-31")
TALK DATEADD(d, 1, "month")
TALK DATEADD(d, "day", 1)
TALK DATEADD("day", 1, d)
TALK DATEDIFF(d, "2025-02-10", "day")
TALK DATEDIFF("day", d, "2025-02-10")
TALK DATEDIFF(d, "2025-02-10")
TALK DAYS_BETWEEN(d, "2025-02-01")
' expect: 2025-02-28
' expect: 2025-02-01
' expect: 2025-02-01
' expect: 10
' expect: 10
' expect: -10
' expect: 1
