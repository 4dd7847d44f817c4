' 2.7: an offset is an instant, shown in the bot's zone
TALK CDATE("2025-01-31T14:30:00Z"), " ", CDATE("2025-01-31T14:30:00+02:00")
TALK NOW(), " ", TODAY(), " ", HOUR(NOW()), " ", NOW_UTC()
' world: {"timeZone": "America/Sao_Paulo"}
' expect: 2025-01-31 11:30:00 2025-01-31 09:30:00
' expect: 2025-06-02 07:30:45 2025-06-02 7 2025-06-02T10:30:45Z
