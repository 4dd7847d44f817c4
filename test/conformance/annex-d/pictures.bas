' 2.8 D-31: pictures of numbers and dates in both cases
TALK FORMAT(1234.5, "#,##0.00")
TALK FORMAT(5, "+#.#") & " " & FORMAT(-5, "+#.#")
TALK FORMAT(1234.5, "R$ #,##0.00")
d = DATEVALUE("2025-03-09")
TALK FORMAT(d, "DD/MM/YYYY") & " " & FORMAT(d, "dd/mm/yyyy") & " " & FORMAT(d, "yyyy-MM-dd") & " " & FORMAT(d, "YYYYMMDD")
' expect: 1,234.50
' expect: +5 -5
' expect: R$ 1,234.50
' expect: 09/03/2025 09/03/2025 2025-03-09 20250309
