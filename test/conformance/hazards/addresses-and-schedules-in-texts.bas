' 6 H-49: addresses and cron texts have no meaning outside of texts
who = "ann@example.com"
cron = "0 30 22 * * *"
TALK who & " " & LEN(cron)
' expect: ann@example.com 13
