d = CDATE("2025-03-09 08:07:06")
TALK FORMAT(d, "YYYY-MM-DD")
TALK FORMAT(d, "dd/MM/yyyy")
TALK FORMAT d AS "DD/MM/YYYY HH:mm:ss"
TALK FORMAT(d, "D MMMM YYYY")
TALK FORMAT(d, "hh:mm tt")
x = FORMAT NOW() AS "YYYY" + "-01"
TALK x
' expect: 2025-03-09
' expect: 09/03/2025
' expect: 09/03/2025 08:07:06
' expect: 9 March 2025
' expect: 08:07 AM
' expect: 2025-01
' section: 2.8
