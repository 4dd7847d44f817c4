' 2.8: a text of digits is a number whatever the pattern, a text with a separator of dates a date
TALK FORMAT("1234.5", "#,##0.00"), " ", FORMAT("20250131", "YYYY"), " ", FORMAT("2025-01-31", "DD/MM/YYYY"), " ", FORMAT("31/01/2025", "YYYY"), " ", FORMAT("hello", "YYYY")
' expect: 1,234.50 20250131 31/01/2025 2025 hello
