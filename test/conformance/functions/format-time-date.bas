' B: FORMAT_TIME and FORMAT_DATE
when = CDATE("2025-03-09 07:05:30")
TALK FORMAT_TIME(when), " ", FORMAT_DATE(when), " ", FORMAT_DATE(when, "DD/MM/YY"), " ", FORMAT_TIME(when, "HH:mm:ss")
' expect: 07:05 2025-03-09 09/03/25 07:05:30
