' 2.7: text to date in the forms of the table, day before month, unpadded parts, month names in two languages
TALK CDATE("2025-1-5"), " ", CDATE("2025/01/31"), " ", CDATE("5.2.2025"), " ", CDATE("31-01-2025"), " ", CDATE("1/31/2025")
TALK CDATE("2025-01-31T14:30"), " | ", CDATE("31/01/2025 9:05"), " | ", CDATE("25 de dezembro de 2024"), " | ", CDATE("Dec 25, 2024")
TALK "[", CDATE("31/02/2025"), "] ", CDATE("hello") IS NULL
' expect: 2025-01-05 2025-01-31 2025-02-05 2025-01-31 2025-01-31
' expect: 2025-01-31 14:30:00 | 2025-01-31 09:05:00 | 2024-12-25 | 2024-12-25
' expect: [] true
