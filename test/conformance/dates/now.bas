TALK NOW()
TALK TODAY()
TALK TODAY
TALK YEAR(NOW()) & "-" & MONTH(TODAY())
TALK NOW() + 15 * 60
d = TODAY() + DAYS(1)
TALK d
TALK WEEKDAY(TODAY())
' expect: 2025-06-02 10:30:45
' expect: 2025-06-02
' expect: 2025-06-02
' expect: 2025-6
' expect: 2025-06-02 10:45:45
' expect: 2025-06-03
' expect: 2
' section: 2.7
