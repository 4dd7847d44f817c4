' 5.6: an unknown unit is error 5
x = DATEADD("2025-01-31", 1, "fortnight")
' expect error: 5 line 2
