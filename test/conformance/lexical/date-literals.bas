' 1.6: dates between number signs
d = #2025-01-31#
e = #31/01/2025 14:30#
TALK d
TALK e
TALK MONTH(d) & HOUR(e)
' expect: 2025-01-31
' expect: 2025-01-31 14:30:00
' expect: 114
