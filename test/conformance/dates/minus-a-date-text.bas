' 2.7: date - date is seconds; behind a date's minus, a text that is a date counts as one, any other by its number
due = CDATE("2025-06-02")
TALK due - "01/06/2025"
TALK due - "2025-06-02 06:00"
TALK due - "90 seconds"
' expect: 86400
' expect: -21600
' expect: 2025-06-01 23:58:30
