' 1.9 R4: in a list DATEADD takes three operands; DATEDIFF two, or three with a unit
a = "2025-06-01"
b = "2025-06-03"
row = [DATEADD a, 1, "day", DATEDIFF a, b, DATEDIFF "day", a, b]
TALK COUNT(row)
due = DATEADD a, 14, "day"
TALK FORMAT due AS "YYYY-MM-DD"
' expect: 3
' expect: 2025-06-15
