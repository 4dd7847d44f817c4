' 2.7 H-55: TODAY and NOW without parentheses work unless a variable has the name
TALK today
TALK DATEDIFF(TODAY, "2025-06-01")
hour = 5
TALK hour
TALK YEAR(NOW)
' expect: 2025-06-02
' expect: 1
' expect: 5
' expect: 2025
