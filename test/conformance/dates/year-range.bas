' 5.6: a date outside the years 1 to 9999 is error 6
ON ERROR RESUME NEXT
x = DATEADD("9999-12-31", 1, "day")
TALK ERR, " ", x IS NULL
y = DATEADD("2025-01-01", 1e9, "years")
TALK ERR
' expect: 6 true
' expect: 6
