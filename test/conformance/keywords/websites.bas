' 3.7: USE WEBSITE with a computed address acts when it is reached
' effect USE WEBSITE: null
' effect CLEAR WEBSITES: null
' effect USE ACCOUNT: null
' effect ALLOW ROLE: null
host = "example.com"
USE WEBSITE "https://" + host REFRESH "7d"
CLEAR WEBSITES
USE ACCOUNT "office@" & host
ALLOW ROLE "manager"
' expect: USE WEBSITE {"url":"https://example.com","period":"7d"}
' expect: CLEAR WEBSITES {}
' expect: USE ACCOUNT {"mail":"office@example.com"}
' expect: ALLOW ROLE {"role":"manager"}
