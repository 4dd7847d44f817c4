' 5.2: DATETIME needs both parts
HEAR start AS DATETIME
TALK start
HEAR finish AS DATETIME
TALK FORMAT(finish, "YYYY-MM-DD HH:mm")
' input: 31/01/2025
' input: 31/01/2025 14:30
' input: tomorrow 9:05
' expect: 2025-01-31 14:30:00
' expect: 2025-06-03 09:05
