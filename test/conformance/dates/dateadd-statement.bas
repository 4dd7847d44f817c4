' 2.7: DATEADD without parentheses
due = DATEADD TODAY(), 10, "day"
TALK due
' expect: 2025-06-12
