' 2.8: year and day letters in either case, MM month and mm minutes, mm beside a year or day is the month
d = CDATE("2025-03-09 14:05:07")
TALK FORMAT(d, "YYYYMMDD"), " ", FORMAT(d, "yyyy-MM-dd"), " ", FORMAT(d, "dd/MM/yyyy HH:mm:ss"), " ", FORMAT(d, "yyyy-mm-dd"), " ", FORMAT(d, "mm/yyyy"), " ", FORMAT(d, "D/M/YY"), " ", FORMAT(d, "hh:mm tt"), " ", FORMAT(d, "YYYY-MM-01")
TALK FORMAT(d, "DDDD, DD MMMM"), " ", FORMAT(d, "DDD MMM"), " ", FORMAT(d, "H:m:s"), " ", FORMAT(d, "fff")
' expect: 20250309 2025-03-09 09/03/2025 14:05:07 2025-03-09 03/2025 9/3/25 02:05 PM 2025-03-01
' expect: Sunday, 09 March Sun Mar 14:5:7 000
